package dev.belay.report.section;

import dev.belay.report.data.Changes;
import dev.belay.report.data.Figures;
import dev.belay.report.data.ReportData;
import dev.belay.report.data.Subject;
import dev.belay.report.data.SuiteRow;
import dev.belay.report.page.Html;
import dev.belay.report.page.Page;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The paired change of every suite: a forest plot, and a table for each model. */
final class ChangesSection implements Section {

  private static final List<String> HEADER =
      List.of("suite", "n", "before", "after", "change", "undecided", "held");

  @Override
  public Optional<String> missing(ReportData data) {
    return measured(data).isEmpty()
        ? Optional.of("Paired changes: no folder holds an evaluation before and one after.")
        : Optional.empty();
  }

  @Override
  public void write(ReportData data, Page page) {
    List<Subject> subjects = measured(data);
    page.section("changes", "Change of every suite");
    page.html()
        .element(
            "p",
            "Points of change on the same prompts, with the interval of the paired change. The"
                + " dashed line is the margin that was fixed before: an interval wholly on the good"
                + " side of it held.");
    page.chart("forest", description(subjects), forest(subjects));
    subjects.forEach(subject -> table(subject, page.html()));
  }

  private static List<Subject> measured(ReportData data) {
    return data.subjects().stream()
        .filter(subject -> subject.changes().isPresent())
        .filter(subject -> !subject.changes().get().suites().isEmpty())
        .toList();
  }

  private static Forest forest(List<Subject> subjects) {
    List<Forest.Labelled> rows = new ArrayList<>();
    for (Subject subject : subjects) {
      for (SuiteRow suite : subject.changes().orElseThrow().suites()) {
        String label =
            subjects.size() == 1 ? suite.suite() : suite.suite() + " \u00b7 " + subject.name();
        rows.add(new Forest.Labelled(label, suite));
      }
    }
    rows.sort((a, b) -> a.suite().suite().compareTo(b.suite().suite()));
    double margin =
        subjects.stream().mapToDouble(s -> s.changes().orElseThrow().margin()).min().orElse(0);
    return new Forest(Forest.panels(rows, margin));
  }

  private static String description(List<Subject> subjects) {
    List<String> parts = new ArrayList<>();
    for (Subject subject : subjects) {
      Changes changes = subject.changes().orElseThrow();
      long lost =
          changes.of(SuiteKind.HARMFUL).stream()
              .filter(row -> row.held().equals(Optional.of(NonInferiority.DID_NOT_HOLD)))
              .count();
      parts.add(
          "%s: %d of %d suites of harmful requests lost more than the margin of %s points"
              .formatted(
                  subject.name(),
                  lost,
                  changes.of(SuiteKind.HARMFUL).size(),
                  Figures.margin(changes.margin())));
    }
    return String.join("; ", parts) + ".";
  }

  private static void table(Subject subject, Html html) {
    Changes changes = subject.changes().orElseThrow();
    String caption =
        "%s: shares in per cent, changes in points with %s %% intervals, held within %s points"
            .formatted(
                subject.name(),
                Figures.margin(changes.confidence()),
                Figures.margin(changes.margin()));
    html.table(caption, HEADER, changes.suites().stream().map(ChangesSection::row).toList());
    List<String> notes =
        changes.suites().stream().flatMap(suite -> suite.note().stream()).distinct().toList();
    notes.forEach(note -> html.element("p", note, "class", "note"));
  }

  private static List<String> row(SuiteRow suite) {
    return List.of(
        suite.suite() + ", " + suite.kind().verb(),
        Long.toString(suite.n()),
        suite.before().map(Figures::percent).orElse("\u2013"),
        suite.after().map(after -> Figures.percent(after.value())).orElse("\u2013"),
        suite.change().map(Figures::change).orElse("nothing decided"),
        suite.undecided().before() + " / " + suite.undecided().after(),
        suite.held().map(NonInferiority::shortly).orElse("\u2013"));
  }
}
