package dev.belay.cli.model;

import dev.belay.core.error.IssueList;
import dev.belay.core.run.Progress;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.InterpolatedWeights;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.ModelWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code belay model interpolate}: the weights between a model and one trained from it. */
@Command(
    name = "interpolate",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the model between two: base + alpha (trained - base), weight by weight.",
      "It undoes a share of a training, its gain and what it cost alike; measure both again."
    })
final class InterpolateCommand implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets these before call().
  private ModelCommand parent;

  @Parameters(index = "0", paramLabel = "BASE", description = "the model before training")
  @SuppressWarnings("NullAway.Init")
  private String base;

  @Parameters(index = "1", paramLabel = "TRAINED", description = "the model after training")
  @SuppressWarnings("NullAway.Init")
  private String trained;

  @Parameters(index = "2", paramLabel = "DIR", description = "where to write; must not exist")
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Option(
      names = "--alpha",
      paramLabel = "SHARE",
      description = "0 is BASE, 1 is TRAINED (default ${DEFAULT-VALUE})")
  private double alpha = 0.5;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description = "${COMPLETION-CANDIDATES}: how weights are written (default ${DEFAULT-VALUE})")
  private WeightType dtype = WeightType.BFLOAT16;

  @Override
  public Integer call() {
    checkOptions();
    ModelStore store = parent.store();
    Path from = store.resolve(base);
    try (LanguageModel first = LanguageModel.open(from);
        LanguageModel second = LanguageModel.open(store.resolve(trained));
        InterpolatedWeights weights =
            new InterpolatedWeights(first, second, alpha, dtype.computing())) {
      Progress progress = parent.progress();
      progress.start("interpolating", 0);
      new ModelWriter(weights, dtype.elements()).source(from).write(directory);
      progress.finish("written to " + directory);
    }
    return 0;
  }

  /** Before a model is fetched. */
  private void checkOptions() {
    IssueList issues = new IssueList();
    if (!(alpha >= 0 && alpha <= 1)) {
      issues.add("--alpha", "--alpha: found %s, must be between 0 and 1.".formatted(alpha));
    }
    if (Files.exists(directory)) {
      issues.add(
          "DIR", directory + ": exists already. Name a new directory, or remove this one first.");
    }
    issues.throwIfAny();
  }
}
