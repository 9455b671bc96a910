package dev.belay.torch.library;

import dev.belay.core.error.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where Belay keeps on this machine what it can come by again.
 *
 * @param belayHome what {@code BELAY_HOME} names
 * @param userCache {@code belay} in {@code XDG_CACHE_HOME}, else in {@code ~/.cache}; empty if the
 *     system knows no home of this user
 */
public record CacheHome(Optional<Path> belayHome, Optional<Path> userCache) {

  /** By the environment, and the home folder that the system has for the user. */
  public static CacheHome of(Map<String, String> environment) {
    return of(environment, System.getProperty("user.home", ""));
  }

  /**
   * By the environment and a home folder.
   *
   * @param userHome {@code ?} or empty where the system knows none
   */
  static CacheHome of(Map<String, String> environment, String userHome) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Optional<Path> user =
        cache.isBlank()
            ? Optional.of(userHome).map(Path::of).filter(Path::isAbsolute).map(CacheHome::cacheIn)
            : Optional.of(Path.of(cache).toAbsolutePath());
    String home = environment.getOrDefault("BELAY_HOME", "");
    return new CacheHome(
        home.isBlank() ? Optional.empty() : Optional.of(Path.of(home).toAbsolutePath()),
        user.map(folder -> folder.resolve("belay")));
  }

  private static Path cacheIn(Path home) {
    return home.resolve(".cache");
  }

  /**
   * The folder for all that is large: {@code BELAY_HOME} if it is set.
   *
   * @throws BadInputException if there is none
   */
  public Path folder() {
    return belayHome
        .or(() -> userCache)
        .orElseThrow(
            () ->
                new BadInputException(
                    "the system knows no home folder of this user. Set BELAY_HOME to a folder for"
                        + " models."));
  }

  /**
   * The folders for native libraries, the best first. The user's cache comes before {@code
   * BELAY_HOME}: libraries do not depend on which models somebody keeps apart.
   */
  List<Path> libraryFolders() {
    List<Path> folders = new ArrayList<>();
    userCache.ifPresent(folders::add);
    belayHome.filter(home -> !folders.contains(home)).ifPresent(folders::add);
    return folders.stream().map(folder -> folder.resolve("native")).toList();
  }
}
