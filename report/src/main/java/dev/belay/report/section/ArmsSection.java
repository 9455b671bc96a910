package dev.belay.report.section;

import dev.belay.report.data.ArmComparison;
import dev.belay.report.data.ArmComparison.Arm;
import dev.belay.report.data.ArmComparison.Pair;
import dev.belay.report.data.Figures;
import dev.belay.report.data.ReportData;
import dev.belay.report.data.SuiteRow;
import dev.belay.report.page.Html;
import dev.belay.report.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arms of a comparison: a row each, then pairs of them where they solve the same share. */
final class ArmsSection implements Section {

  private static final List<String> HEADER =
      List.of(
          "arm",
          "solved",
          "refused",
          "over-refused",
          "undecided",
          "KL task",
          "KL safety",
          "bound",
          "limit",
          "held",
          "s a step",
          "peak GB",
          "tried");

  @Override
  public Optional<String> missing(ReportData data) {
    return data.comparisons().isEmpty()
        ? Optional.of("The table of arms: no folder is of belay compare or belay demo.")
        : Optional.empty();
  }

  @Override
  public void write(ReportData data, Page page) {
    Html html = page.section("arms", "Arms");
    for (ArmComparison comparison : data.comparisons()) {
      html.element("h3", comparison.name());
      table(comparison, html);
      html.open("ul");
      for (Arm arm : comparison.arms()) {
        html.element("li", arm.label() + ": " + arm.ending());
        arm.tries().forEach(tried -> html.element("li", arm.label() + " tried " + tried));
      }
      comparison.notes().forEach(note -> html.element("li", note));
      html.close();
      comparison.meeting().ifPresent(meeting -> meet(meeting, page));
    }
  }

  private static void table(ArmComparison comparison, Html html) {
    List<List<String>> rows = new ArrayList<>();
    for (Arm arm : comparison.arms()) {
      List<String> row = new ArrayList<>(List.of(arm.label()));
      row.addAll(arm.cells());
      while (row.size() < HEADER.size()) {
        row.add("\u2013");
      }
      rows.add(row);
    }
    html.table(
        "%s after training: shares in per cent, KL in nats a completion, held within %s points"
            .formatted(comparison.name(), Figures.margin(comparison.margin())),
        HEADER,
        rows);
  }

  private static void meet(ArmComparison.Meeting meeting, Page page) {
    page.html().element("h3", "At equal capability").element("p", meeting.sentence());
    List<Forest.Labelled> lines = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (Pair pair : meeting.pairs()) {
      String label = pair.second() + " against " + pair.first();
      page.html().element("p", pair.sentence());
      for (SuiteRow suite : pair.rows()) {
        lines.add(new Forest.Labelled(suite.suite() + " \u00b7 " + label, suite));
        rows.add(
            List.of(
                label,
                suite.suite(),
                Long.toString(suite.n()),
                suite.change().map(Figures::change).orElse("\u2013")));
      }
    }
    if (!rows.isEmpty()) {
      page.chart(
          "forest",
          "Differences between arms that solve the same share of tasks, paired on the same"
              + " prompts.",
          new Forest(Forest.panels(lines, null)));
      page.numbers(
          "differences at equal capability", List.of("pair", "suite", "n", "difference"), rows);
    }
  }
}
