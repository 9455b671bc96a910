package dev.belay.cli.model;

import dev.belay.torch.catalog.LicenceConsent;
import dev.belay.torch.model.ModelDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code belay model pull}: makes models ready to use. */
@Command(
    name = "pull",
    mixinStandardHelpOptions = true,
    description = {
      "Fetches models that are not here yet and prints where each is. Looks in the cache, then on"
          + " the Hugging Face hub, then in the catalog's other sources; what comes is checked.",
      "",
      "BELAY_HOME says where models are kept; HF_TOKEN opens gated models; BELAY_OFFLINE=1 skips"
          + " the hub."
    })
final class PullCommand implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets these before call().
  private ModelCommand parent;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      arity = "1..*",
      description =
          "a name of the catalog, a hub id (owner/name or owner/name@revision) or a .gguf")
  @SuppressWarnings("NullAway.Init")
  private List<String> models;

  @Option(
      names = {"--accept-license", "--accept-licence"},
      description =
          "you have read and accept the licences of these models; without it, a model whose licence"
              + " asks to be accepted is not fetched")
  private boolean licenceAccepted;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    LicenceConsent consent = licenceAccepted ? LicenceConsent.GIVEN : LicenceConsent.NOT_GIVEN;
    for (String model : models) {
      Path directory = parent.store().resolve(model, consent);
      ModelDirectory.warnings(directory).forEach(parent.progress()::warn);
      out.println(directory);
      out.flush();
    }
    return 0;
  }
}
