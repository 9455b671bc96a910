package dev.belay.cli;

import dev.belay.core.error.BadInputException;
import dev.belay.report.Report;
import dev.belay.report.read.Folders;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The page that a run leaves in its folder. */
final class RunReport {

  private RunReport() {}

  /**
   * Writes it, and says where it is; a run that has its result does not fail for want of a page.
   */
  static String write(Path run) {
    Path file = run.resolve(Report.FILE);
    try {
      Report.write(List.of(run), Folders.Settings.usual(), file);
      return "The report is " + file + "\n";
    } catch (BadInputException | UncheckedIOException e) {
      return "The report could not be written: %s\n".formatted(e.getMessage());
    }
  }
}
