package dev.belay.report.section;

import dev.belay.report.data.ReportData;
import dev.belay.report.page.Page;
import java.util.Optional;

/** A part of the report with a heading of its own. */
interface Section {

  /** Why there is nothing to show, as a sentence; empty where there is something. */
  Optional<String> missing(ReportData data);

  /** Writes it; called only where nothing is missing. */
  void write(ReportData data, Page page);
}
