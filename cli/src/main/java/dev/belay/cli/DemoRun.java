package dev.belay.cli;

import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Progress;
import dev.belay.train.experiment.ExperimentRunner;
import dev.belay.train.method.RunStoppedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Runs the arms of the demo one after another, each in a folder of its own, or goes on with them.
 * The base is measured once; an arm that fails leaves the others their results.
 */
final class DemoRun {

  private final ExperimentRunner runner;
  private final Function<DemoArm, RecipeDraft> recipes;
  private final Path out;
  private final Progress progress;

  DemoRun(
      ExperimentRunner runner,
      Function<DemoArm, RecipeDraft> recipes,
      Path out,
      Progress progress) {
    this.runner = runner;
    this.recipes = recipes;
    this.out = out;
    this.progress = progress;
  }

  /**
   * Runs all arms.
   *
   * @param ended is told of each as it ends
   * @throws BadInputException if something is wrong with a recipe or what it names, before any arm
   *     has cost anything
   */
  List<DemoOutcome> run(List<DemoArm> arms, Consumer<DemoOutcome> ended) {
    arms.forEach(arm -> runner.plan(recipes.apply(arm), plan -> plan.suites().notes()));
    List<DemoOutcome> outcomes = new ArrayList<>();
    for (DemoArm arm : arms) {
      progress.note("%s learns from %s.".formatted(arm.label(), arm.learnsFrom()));
      shareMeasurement(arm, outcomes);
      DemoOutcome outcome = outcome(arm);
      outcomes.add(outcome);
      progress.note(outcome.label() + ": " + outcome.ending());
      ended.accept(outcome);
    }
    return outcomes;
  }

  private Path folder(DemoArm arm) {
    return out.resolve(arm.recipe());
  }

  private DemoOutcome outcome(DemoArm arm) {
    Path folder = folder(arm);
    try {
      return DemoOutcome.of(arm, runner.run(recipes.apply(arm), folder, Files.isDirectory(folder)));
    } catch (BadInputException e) {
      return DemoOutcome.failed(arm, folder, e.issues());
    } catch (RunStoppedException e) {
      return DemoOutcome.failed(
          arm, folder, List.of(Objects.requireNonNullElse(e.getMessage(), "it was stopped.")));
    }
  }

  /**
   * All arms start from one model and are measured on the same prompts: the measurement before
   * training is copied from an arm that has it. An evaluation that does not fit is refused there.
   */
  private void shareMeasurement(DemoArm arm, List<DemoOutcome> earlier) {
    Optional<Path> from =
        earlier.stream()
            .map(outcome -> before(outcome.directory()))
            .filter(Files::isDirectory)
            .findFirst();
    if (from.isPresent() && !Files.exists(folder(arm))) {
      copy(from.get(), before(folder(arm)));
    }
  }

  private static Path before(Path run) {
    return run.resolve("eval").resolve("before");
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectories(to);
      for (Path file : files.filter(file -> !isHidden(file)).toList()) {
        AtomicFiles.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy " + from + ": " + e.getMessage(), e);
    }
  }

  /** The lock, and what is half written. */
  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }
}
