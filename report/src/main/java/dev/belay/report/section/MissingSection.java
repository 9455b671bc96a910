package dev.belay.report.section;

import dev.belay.report.data.ReportData;
import dev.belay.report.data.Subject;
import dev.belay.report.page.Html;
import dev.belay.report.page.Page;
import java.util.List;

/** What the report leaves out, because a folder does not hold it. */
final class MissingSection {

  private MissingSection() {}

  static void write(ReportData data, List<String> missing, Page page) {
    List<Subject> incomplete =
        data.subjects().stream().filter(subject -> !subject.missing().isEmpty()).toList();
    if (missing.isEmpty() && incomplete.isEmpty()) {
      return;
    }
    Html html = page.section("missing", "What is not shown");
    html.open("ul");
    missing.forEach(line -> html.element("li", line));
    for (Subject subject : incomplete) {
      subject.missing().forEach(line -> html.element("li", subject.name() + ": " + line));
    }
    html.close().close();
  }
}
