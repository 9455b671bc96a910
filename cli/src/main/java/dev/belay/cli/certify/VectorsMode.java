package dev.belay.cli.certify;

import dev.belay.cli.option.JsonOption;
import dev.belay.core.drift.vectors.VectorFile;
import dev.belay.core.drift.vectors.VectorReport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code belay certify --vectors FILE}: the formulas of the drift theory on known cases. */
final class VectorsMode implements CertifyMode {

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description =
          "checks Belay's formulas of the drift theory on a file of known cases; exit code 1 if any"
              + " fails")
  private @Nullable Path file;

  @Override
  public String usage() {
    return "--vectors FILE";
  }

  @Override
  public boolean given() {
    return file != null;
  }

  @Override
  public int run(JsonOption output) {
    if (file == null) {
      throw new IllegalStateException("not asked for");
    }
    VectorReport report = VectorReport.of(VectorFile.read(file));
    output.print(
        () -> VectorReportText.json(report), out -> out.print(VectorReportText.table(report)));
    return report.failed() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
