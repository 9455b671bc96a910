package dev.belay.torch.catalog;

import dev.belay.core.error.BadInputException;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Progress;
import dev.belay.torch.model.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Models that Belay made, by name. */
final class MadeModels {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final ModelHome home;
  private final ModelCatalog catalog;
  private final Progress progress;

  MadeModels(ModelHome home, ModelCatalog catalog, Progress progress) {
    this.home = home;
    this.catalog = catalog;
    this.progress = progress;
  }

  /** The directory of a made model, if there is one of that name. */
  Optional<Path> find(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    return Optional.of(home.models().resolve(name)).filter(ModelProvenance::isThere);
  }

  /** Names of all made models, sorted. */
  List<String> names() throws IOException {
    if (!Files.isDirectory(home.models())) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(home.models())) {
      return entries
          .filter(ModelProvenance::isThere)
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> NAME.matcher(name).matches())
          .sorted()
          .toList();
    }
  }

  Path pathFor(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new BadInputException(
          "model name \"%s\": letters, digits, dots, dashes and underscores are allowed"
              .formatted(name));
    }
    if (catalog.entry(name).isPresent()) {
      throw new BadInputException(
          "model name \"%s\" belongs to the catalog; choose another".formatted(name));
    }
    return home.models().resolve(name);
  }

  Path publish(String name, Path directory) throws IOException {
    Path target = pathFor(name);
    if (!ModelProvenance.isModel(directory)) {
      throw new BadInputException(directory + ": not a model, it has no config.json");
    }
    return StoreLock.hold(
        home.locks().resolve(name + ".made.lock"),
        progress,
        () -> copyInto(target, name, directory));
  }

  private Path copyInto(Path target, String name, Path directory) throws IOException {
    Files.createDirectories(home.models());
    if (Files.exists(target)) { // Else one of them may be the model before, set aside.
      Staging.deleteLeftovers(target);
    }
    Path staging = Staging.beside(target);
    try {
      copyFiles(directory, staging);
      if (!ModelProvenance.isThere(staging)) {
        ModelProvenance.write(staging, Map.of("kind", "made", "model", name));
      }
      replace(staging, target);
    } finally {
      AtomicFiles.deleteTree(staging);
    }
    return target;
  }

  /** A directory cannot be replaced in one step; the old one is set aside and comes back. */
  private static void replace(Path staging, Path target) throws IOException {
    Path old = Staging.beside(target);
    boolean replacing = Files.exists(target);
    if (replacing) {
      AtomicFiles.move(target, old);
    }
    try {
      AtomicFiles.move(staging, target);
    } catch (IOException e) {
      if (replacing) {
        AtomicFiles.move(old, target);
      }
      throw e;
    }
    AtomicFiles.deleteTree(old);
  }

  private static void copyFiles(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    List<Path> files;
    try (Stream<Path> entries = Files.list(from)) {
      files = entries.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
    }
    ModelDirectory.copyNamedTemplates(from, to);
  }
}
