package dev.belay.cli.report;

import dev.belay.core.error.BadInputException;
import dev.belay.report.Report;
import dev.belay.report.read.Folders;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The page that a run or a comparison leaves in its folder. */
public final class FolderReport {

  private FolderReport() {}

  /**
   * Writes it, and says where it is; what has its result does not fail for want of a page.
   *
   * @param folder of a run or of a comparison
   */
  public static String write(Path folder) {
    Path file = folder.resolve(Report.FILE);
    try {
      Report.write(List.of(folder), Folders.Settings.usual(), file);
      return "The report is " + file + "\n";
    } catch (BadInputException | UncheckedIOException e) {
      return "The report could not be written: %s\n".formatted(e.getMessage());
    }
  }
}
