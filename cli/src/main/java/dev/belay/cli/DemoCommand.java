package dev.belay.cli;

import dev.belay.cli.option.DataOption;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.run.AtomicFiles;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.train.experiment.ExperimentResult;
import dev.belay.train.experiment.ExperimentRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code belay demo}: the whole story on a real model. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "The whole story on the real SmolLM2-135M-Instruct: pulls it, aligns it, fine-tunes it on"
          + " arithmetic by RLVR and by SFT, and shows what each did to capability and to safety."
          + " Resumes where it was cut off."
    })
final class DemoCommand implements Callable<Integer> {

  private static final List<String> ARMS = List.of("demo-rlvr", "demo-sft");

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/demo",
      description = "where the demo is kept (default: ${DEFAULT-VALUE})")
  @SuppressWarnings("NullAway.Init")
  private Path out;

  @Mixin private final DataOption data = new DataOption();

  @Override
  public Integer call() {
    long start = System.nanoTime();
    TerminalProgress progress = TerminalProgress.onStandardError();
    ModelStore models = ModelStore.ofEnvironment(progress);
    ExperimentRunner runner =
        new ExperimentRunner(
            models,
            data.locations(System.getenv()),
            System.getenv(),
            progress,
            "Go on with the same command.");
    RecipeDraft align = recipe("align-smollm2");
    if (!Files.isDirectory(models.pathFor(align.recipe().publish().orElseThrow()))) {
      progress.note("1. Aligning: the model as shipped refuses almost nothing.");
      print("Alignment", runner.run(align, out.resolve("align"), started("align")));
    } else {
      progress.note("1. The aligned base is in the cache.");
    }
    Map<String, ExperimentResult> results = new LinkedHashMap<>();
    for (int arm = 0; arm < ARMS.size(); arm++) {
      RecipeDraft draft = recipe(ARMS.get(arm));
      String name = draft.recipe().name();
      progress.note("%d. %s".formatted(arm + 2, name));
      shareMeasurements(arm);
      ExperimentResult result =
          runner.run(draft, out.resolve(ARMS.get(arm)), started(ARMS.get(arm)));
      print(name, result);
      results.put(name, result);
    }
    spec.commandLine().getOut().print(DemoSummary.text(results));
    progress.note(
        "The demo took " + TerminalProgress.duration((System.nanoTime() - start) / 1_000_000));
    return 0;
  }

  private boolean started(String part) {
    return Files.isDirectory(out.resolve(part));
  }

  private void print(String title, ExperimentResult result) {
    spec.commandLine().getOut().printf("%n%s%n%s%n", title, ResultPrinter.text(result));
    spec.commandLine().getOut().flush();
  }

  /**
   * Both arms start from one model and are measured on the same prompts: the measurement before
   * training is copied to the later arm. An evaluation that does not fit is refused there.
   */
  private void shareMeasurements(int arm) {
    if (arm == 0) {
      return;
    }
    Path from = out.resolve(ARMS.getFirst()).resolve("eval").resolve("before");
    Path to = out.resolve(ARMS.get(arm)).resolve("eval").resolve("before");
    if (!Files.isDirectory(from) || Files.exists(out.resolve(ARMS.get(arm)))) {
      return;
    }
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

  private static RecipeDraft recipe(String name) {
    String root = System.getProperty("belay.root");
    if (root == null) {
      throw new BadInputException(
          "the demo needs its recipes; start it with the launcher, ./belay demo.");
    }
    return RecipeReader.draft(Path.of(root, "recipes", name + ".yaml"), List.of());
  }
}
