package dev.belay.cli.model;

import dev.belay.core.error.BadInputException;
import dev.belay.core.error.IssueList;
import dev.belay.core.run.Progress;
import dev.belay.session.model.MergeCheck;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.AdapterDirectory;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.ModelWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code belay model merge}: an adapter and its base as one model. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    description = {
      "Writes an adapter and its base as one model, and compares its laws with those of the two.",
      "Exit code 1 means that rounding took more than a tenth of what the adapter does."
    })
final class MergeCommand implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets these before call().
  private ModelCommand parent;

  @Parameters(
      index = "0",
      paramLabel = "ADAPTER",
      description = "a directory as PEFT writes it, or the name of a model that Belay made")
  @SuppressWarnings("NullAway.Init")
  private String adapter;

  @Parameters(index = "1", paramLabel = "DIR", description = "where to write; must not exist")
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Option(
      names = "--base",
      paramLabel = "MODEL",
      description = "the model that it stands beside (default: the one that it names)")
  private @Nullable String base;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description = "${COMPLETION-CANDIDATES}: how weights are written (default ${DEFAULT-VALUE})")
  private WeightType dtype = WeightType.BFLOAT16;

  @Override
  public Integer call() {
    checkOptions();
    ModelStore store = parent.store();
    Path from = store.resolve(adapter);
    if (!AdapterDirectory.is(from)) {
      throw new BadInputException(
          "%s: holds no adapter (%s and adapter_model.safetensors, and no whole model), so there is nothing to merge."
              .formatted(from, AdapterDirectory.CONFIG));
    }
    Path whole = store.resolve(base == null ? AdapterDirectory.baseName(from) : base);
    Progress progress = parent.progress();
    try (LanguageModel model = LanguageModel.openAdapter(from, whole)) {
      progress.start("merging", 0);
      new ModelWriter(model, dtype.elements()).source(whole).write(directory);
      progress.finish("written to " + directory);
      try (LanguageModel merged = LanguageModel.open(directory)) {
        MergeCheck.Result result = MergeCheck.of(model, merged);
        progress.note(result.text());
        return result.holds() ? 0 : 1;
      }
    }
  }

  /** Before a model is fetched. */
  private void checkOptions() {
    IssueList issues = new IssueList();
    if (Files.exists(directory)) {
      issues.add(
          "DIR", directory + ": exists already. Name a new directory, or remove this one first.");
    }
    issues.throwIfAny();
  }
}
