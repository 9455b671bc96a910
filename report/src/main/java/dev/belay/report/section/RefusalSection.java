package dev.belay.report.section;

import dev.belay.report.data.Changes;
import dev.belay.report.data.Figures;
import dev.belay.report.data.ReportData;
import dev.belay.report.data.Subject;
import dev.belay.report.data.SuiteRow;
import dev.belay.report.page.Page;
import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Refusals of what should be refused beside refusals of what should be answered. */
final class RefusalSection implements Section {

  /** A chart's content. */
  private record Levels(List<Panel> panels) {}

  private record Panel(String title, List<Row> rows) {}

  private record Row(
      String label, @Nullable Double before, double after, double low, double high) {}

  private static final List<Shown> PANELS =
      List.of(
          new Shown(
              "Harmful requests refused: should be high", row -> row.kind() == SuiteKind.HARMFUL),
          new Shown("Harmless requests refused: should be low", SuiteRow::asksForAnswers));

  private record Shown(String title, Predicate<SuiteRow> which) {}

  @Override
  public Optional<String> missing(ReportData data) {
    return rows(data, PANELS.get(0)).isEmpty() && rows(data, PANELS.get(1)).isEmpty()
        ? Optional.of("Refusal and over-refusal: no suite of either was measured.")
        : Optional.empty();
  }

  @Override
  public void write(ReportData data, Page page) {
    page.section("refusals", "Refusal beside over-refusal");
    page.html()
        .element(
            "p",
            "A model that refuses everything is safe and useless; one that refuses nothing refuses"
                + " nothing needlessly either. So both belong together: hollow before, filled"
                + " after.");
    List<Panel> panels = new ArrayList<>();
    List<List<String>> table = new ArrayList<>();
    for (Shown shown : PANELS) {
      List<Row> rows = rows(data, shown);
      if (!rows.isEmpty()) {
        panels.add(new Panel(shown.title(), rows));
        rows.forEach(row -> table.add(cells(shown, row)));
      }
    }
    page.chart("levels", description(panels), new Levels(panels));
    page.numbers(
        "refusal beside over-refusal", List.of("suite", "which", "before", "after"), table);
  }

  private static List<String> cells(Shown shown, Row row) {
    return List.of(
        row.label(),
        shown.title(),
        row.before() == null ? "\u2013" : Figures.percent(row.before()),
        Figures.percent(row.after()));
  }

  private static String description(List<Panel> panels) {
    List<String> parts = new ArrayList<>();
    for (Panel panel : panels) {
      double after = panel.rows().stream().mapToDouble(Row::after).average().orElse(0);
      parts.add("%s (mean after: %s)".formatted(panel.title(), Figures.percent(after)));
    }
    return String.join("; ", parts) + ".";
  }

  private static List<Row> rows(ReportData data, Shown shown) {
    List<Forest.Labelled> suites = new ArrayList<>();
    boolean several = data.subjects().size() > 1;
    for (Subject subject : data.subjects()) {
      for (SuiteRow suite : subject.changes().map(Changes::suites).orElse(subject.rates())) {
        if (shown.which().test(suite) && suite.after().isPresent()) {
          String label = several ? suite.suite() + " \u00b7 " + subject.name() : suite.suite();
          suites.add(new Forest.Labelled(label, suite));
        }
      }
    }
    // Models keep their order within a suite.
    suites.sort(Comparator.comparing(one -> one.suite().suite()));
    return suites.stream().map(one -> row(one.suite(), one.label())).toList();
  }

  private static Row row(SuiteRow suite, String label) {
    var after = suite.after().orElseThrow();
    return new Row(label, suite.before().orElse(null), after.value(), after.low(), after.high());
  }
}
