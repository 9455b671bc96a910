package dev.belay.cli.certify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.cli.option.JsonOption;
import dev.belay.cli.option.PairedOptions;
import dev.belay.cli.option.RunEvaluations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.Printable;
import dev.belay.core.json.Json;
import dev.belay.safety.certificate.CertificatePage;
import dev.belay.safety.certificate.Level;
import dev.belay.safety.certificate.SafetyCertificate;
import dev.belay.safety.drift.DriftReport;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SettingsCheck;
import dev.belay.torch.model.WeightsHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code belay certify RUN} and {@code belay certify BEFORE AFTER}. */
final class RunMode implements CertifyMode {

  private static final ObjectMapper MAPPER =
      Json.MAPPER.copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  private final DoubleSupplier confidence;

  @Parameters(
      paramLabel = "FOLDER",
      arity = "0..2",
      description =
          "a run, or an evaluation before and one after: whether a loss of safety by the margin is"
              + " excluded; exit code 1 if not")
  private final List<Path> folders = new ArrayList<>();

  @Option(
      names = "--margin",
      paramLabel = "SHARE",
      description =
          "the worsening that is to be excluded; a run's own by default, 0.02 of two evaluations")
  private @Nullable Double margin;

  RunMode(DoubleSupplier confidence) {
    this.confidence = confidence;
  }

  @Override
  public String usage() {
    return "a run or two evaluations";
  }

  @Override
  public boolean given() {
    return !folders.isEmpty() || margin != null;
  }

  @Override
  public int run(JsonOption output) {
    check();
    Path first = folders.getFirst();
    boolean isRun = folders.size() == 1;
    RunEvaluations pair =
        isRun ? RunEvaluations.of(first) : new RunEvaluations(first, first, folders.get(1));
    SettingsCheck.check(pair.before(), pair.after(), false);
    Level level =
        new Level(isRun ? marginOf(pair) : given(PairedOptions.MARGIN), confidence.getAsDouble());
    Optional<DriftReport> drift = isRun ? driftOf(first) : Optional.empty();
    SafetyCertificate certificate =
        SafetyCertificate.of(
            EvaluationResult.read(pair.before()),
            EvaluationResult.read(pair.after()),
            drift,
            level);
    Optional<MonitorNote> monitor = isRun ? MonitorNote.of(first) : Optional.empty();
    output.print(
        () -> json(certificate, monitor),
        out -> {
          out.print(Printable.of(CertificatePage.text(certificate)));
          monitor.ifPresent(note -> out.print("\n" + Printable.of(note.text())));
        });
    return certificate.certified() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void check() {
    List<String> issues = new ArrayList<>();
    if (folders.isEmpty()) {
      issues.add("--margin means nothing without a run or two evaluations.");
    }
    if (margin != null && !(margin > 0 && margin < 1)) {
      issues.add("--margin must lie between 0 and 1, was %s.".formatted(margin));
    }
    double level = confidence.getAsDouble();
    if (!(level > 0.5 && level < 1)) {
      issues.add("--confidence must lie between 0.5 and 1, was %s.".formatted(level));
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  private double given(double otherwise) {
    return margin == null ? otherwise : margin;
  }

  /** The margin that was fixed before the run. */
  private double marginOf(RunEvaluations run) {
    return margin == null ? run.margin().orElse(PairedOptions.MARGIN) : margin;
  }

  private static Optional<DriftReport> driftOf(Path run) {
    Path file = run.resolve("drift.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    DriftReport report = DriftReport.read(file);
    Path model = run.resolve("model");
    if (Files.isDirectory(model) && !WeightsHash.of(model).equals(report.trainedSha256())) {
      throw new BadInputException(
          file
              + ": is of other weights than those in "
              + model
              + ". Delete it and the folder drift, and go on with belay run RECIPE --resume.");
    }
    return Optional.of(report);
  }

  /** Records as JSON, keys in snake case. */
  static JsonNode tree(Object record) {
    return MAPPER.valueToTree(record);
  }

  private static JsonNode json(SafetyCertificate certificate, Optional<MonitorNote> monitor) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("certified", certificate.certified());
    node.setAll((ObjectNode) tree(certificate));
    monitor.ifPresent(note -> node.set("monitor", note.json()));
    return node;
  }
}
