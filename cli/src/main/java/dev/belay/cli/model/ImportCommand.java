package dev.belay.cli.model;

import dev.belay.core.run.Progress;
import dev.belay.torch.gguf.GgufImporter;
import dev.belay.torch.model.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code belay model import}: a GGUF file becomes a Hugging Face directory. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description =
        "Converts a GGUF file into a Hugging Face directory: weights, configuration, tokenizer and"
            + " chat template.")
final class ImportCommand implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets these before call().
  private ModelCommand parent;

  @Parameters(index = "0", paramLabel = "FILE.gguf", description = "the file to convert")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Parameters(
      index = "1",
      paramLabel = "DIR",
      description = "where to write; must not exist, or be empty")
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description =
          "${COMPLETION-CANDIDATES}: the exact values, or rounded to nearest even (default"
              + " ${DEFAULT-VALUE})")
  private WeightType dtype = WeightType.BFLOAT16;

  @Override
  public Integer call() throws IOException {
    Progress progress = parent.progress();
    progress.start("importing " + file.getFileName(), 0);
    List<String> warnings = GgufImporter.importModel(file, directory, dtype.elements());
    progress.finish("written to " + directory);
    warnings.forEach(progress::warn);
    ModelDirectory.warnings(directory).forEach(progress::warn);
    return 0;
  }
}
