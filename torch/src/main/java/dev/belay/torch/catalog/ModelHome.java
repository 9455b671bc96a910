package dev.belay.torch.catalog;

import dev.belay.torch.library.CacheHome;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where models are kept on this machine. All of it can be deleted: what was pulled is pulled again.
 *
 * @param root the folder that holds everything below
 */
public record ModelHome(Path root) {

  /**
   * {@code BELAY_HOME}, else {@code belay} in {@code XDG_CACHE_HOME}, else in {@code ~/.cache}. The
   * folder need not exist.
   */
  public static ModelHome of(Map<String, String> environment) {
    return new ModelHome(CacheHome.of(environment).folder());
  }

  /** Models that Belay made, by name. */
  Path models() {
    return root.resolve("models");
  }

  /** Directories made from GGUF files, by file name and checksum. */
  Path imported() {
    return root.resolve("imported");
  }

  /** Repositories of the hub. */
  Path hub() {
    return root.resolve("hub");
  }

  /** Files as they were downloaded, by checksum. */
  Path downloads() {
    return root.resolve("downloads");
  }

  /** Files by which processes keep out of each other's way. */
  Path locks() {
    return root.resolve("locks");
  }
}
