package dev.belay.cli.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A package whose sources are mutated.
 *
 * @param module Maven module, a folder below the root
 * @param name the package
 * @param tests where the tests are that reach it, nearest first: packages as {@code
 *     module:package}, or single classes as {@code module:package.Class}
 */
record Target(String module, String name, List<String> tests) {

  /** The packages of training, and of the arithmetic below it. */
  static final List<Target> ALL =
      List.of(
          new Target(
              "train",
              "dev.belay.train.step",
              List.of("train:dev.belay.train.step", "train:dev.belay.train.method")),
          new Target(
              "train",
              "dev.belay.train.method",
              List.of("train:dev.belay.train.method", "train:dev.belay.train.experiment")),
          new Target(
              "train", "dev.belay.train.experiment", List.of("train:dev.belay.train.experiment")),
          new Target(
              "train", "dev.belay.train.preference", List.of("train:dev.belay.train.preference")),
          new Target(
              "torch",
              "dev.belay.torch.learner",
              List.of("torch:dev.belay.torch.learner", "train:dev.belay.train.step.PolicyTest")),
          new Target(
              "torch",
              "dev.belay.torch.loss",
              List.of("torch:dev.belay.torch.loss", "train:dev.belay.train.step.PolicyTest")),
          new Target(
              "torch",
              "dev.belay.torch.optim",
              List.of("torch:dev.belay.torch.optim", "train:dev.belay.train.step.PolicyTest")),
          new Target(
              "core",
              "dev.belay.core.objective",
              List.of(
                  "core:dev.belay.core.objective", "train:dev.belay.train.method.RlvrMethodTest")),
          new Target("core", "dev.belay.core.advantage", List.of("core:dev.belay.core.advantage")),
          new Target("core", "dev.belay.core.stats", List.of("core:dev.belay.core.stats")));

  /** Sources of the package, below the root. */
  List<Path> sources(Path root) throws IOException {
    Path folder = Path.of(module, "src", "main", "java").resolve(name.replace('.', '/'));
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      return files
          .map(file -> folder.resolve(file.getFileName().toString()))
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .sorted()
          .toList();
    }
  }

  /** Classes of tests for one source: its own first. */
  List<String> tests(Path root, Path source) throws IOException {
    String file = String.valueOf(source.getFileName());
    String own = file.replace(".java", "Test");
    List<String> classes = new ArrayList<>();
    for (String place : tests) {
      int colon = place.indexOf(':');
      String entry = place.substring(colon + 1);
      Path folder =
          root.resolve(Path.of(place.substring(0, colon), "src", "test", "java"))
              .resolve(entry.replace('.', '/'));
      if (!Files.isDirectory(folder)) {
        classes.add(entry);
        continue;
      }
      try (Stream<Path> files = Files.list(folder)) {
        files
            .map(path -> String.valueOf(path.getFileName()))
            .filter(name -> name.endsWith("Test.java"))
            .sorted()
            .forEach(name -> classes.add(entry + "." + name.replace(".java", "")));
      }
    }
    classes.sort(Comparator.comparing(name -> !name.endsWith("." + own)));
    return List.copyOf(classes);
  }
}
