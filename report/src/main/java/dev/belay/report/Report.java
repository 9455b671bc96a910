package dev.belay.report;

import dev.belay.core.run.AtomicFiles;
import dev.belay.report.data.ReportData;
import dev.belay.report.page.Document;
import dev.belay.report.read.Folders;
import dev.belay.report.section.Sections;
import java.nio.file.Path;
import java.util.List;

/** Makes reports. */
public final class Report {

  /** What a report is called in the folder that it is of. */
  public static final String FILE = "report.html";

  private Report() {}

  /**
   * Reads folders and writes one page of them, whole or not at all.
   *
   * @throws dev.belay.core.error.BadInputException with every folder that cannot be read
   */
  public static void write(List<Path> folders, Folders.Settings settings, Path file) {
    AtomicFiles.write(file, html(Folders.read(folders, settings)));
  }

  /** The page as text. */
  static String html(ReportData data) {
    return Document.of(data.title(), Sections.write(data));
  }
}
