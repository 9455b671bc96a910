package dev.belay.report.section;

import dev.belay.report.data.Figures;
import dev.belay.report.data.ReportData;
import dev.belay.report.data.Sweep;
import dev.belay.report.data.Sweep.Ablation;
import dev.belay.report.data.Sweep.Row;
import dev.belay.report.page.Html;
import dev.belay.report.page.Page;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A sweep: a figure and a table for each axis, with every seed in it, then its cells. */
final class SweepSection implements Section {

  @Override
  public Optional<String> missing(ReportData data) {
    return data.sweeps().isEmpty()
        ? Optional.of("Ablations: no folder is of belay sweep with a sweep.json.")
        : Optional.empty();
  }

  @Override
  public void write(ReportData data, Page page) {
    Html html = page.section("ablations", "Ablations");
    html.element(
        "p",
        "Changes pooled over seeds; the interval counts both prompts and seeds as drawn, and the"
            + " small dots are the seeds.");
    for (Sweep sweep : data.sweeps()) {
      sweep.ablations().forEach(ablation -> write(ablation, sweep, page));
      if (sweep.ablations().size() > 1) {
        write(sweep.settings(), sweep, page);
      }
      sweep.notes().forEach(note -> html.element("p", note, "class", "note"));
      html.open("details").element("summary", "Cells of " + sweep.name());
      html.table(
          "Cells of " + sweep.name(),
          List.of("index", "values", "state", "held", "time", "reason"),
          sweep.cells());
      html.close();
    }
  }

  private static void write(Ablation ablation, Sweep sweep, Page page) {
    if (ablation.rows().isEmpty()) {
      return;
    }
    String title = "%s of %s".formatted(ablation.axis(), sweep.name());
    page.html().element("h3", "By " + title);
    page.chart(
        "forest",
        "Change of each suite by %s, with the change of every seed.".formatted(ablation.axis()),
        new Forest(panels(ablation, sweep)));
    page.html()
        .table(
            "By " + title,
            List.of(
                "value",
                "suite",
                "n",
                "seeds",
                "before",
                "after",
                "change",
                "against the first",
                "held"),
            ablation.rows().stream().map(SweepSection::cells).toList());
  }

  private static List<Forest.Panel> panels(Ablation ablation, Sweep sweep) {
    @Nullable Double margin = sweep.margin().isPresent() ? sweep.margin().getAsDouble() : null;
    List<Forest.Panel> panels = new ArrayList<>();
    for (SuiteKind kind : SuiteKind.values()) {
      List<Forest.Row> rows =
          ablation.rows().stream()
              .filter(row -> row.kind() == kind)
              .sorted((a, b) -> a.suite().compareTo(b.suite()))
              .map(
                  row ->
                      Forest.Row.of(
                          row.suite() + " \u00b7 " + row.value(),
                          row.change(),
                          row.held(),
                          row.bySeed()))
              .toList();
      if (!rows.isEmpty()) {
        panels.add(
            new Forest.Panel(
                Forest.title(kind), margin == null ? null : Forest.margin(kind, margin), rows));
      }
    }
    return panels;
  }

  private static List<String> cells(Row row) {
    return List.of(
        row.value(),
        row.suite() + ", " + row.kind().verb(),
        Long.toString(row.n()),
        Long.toString(row.seeds()),
        Figures.percent(row.before()),
        Figures.percent(row.after()),
        Figures.change(row.change()),
        row.againstFirst().map(Figures::change).orElse("\u2013"),
        row.held().map(NonInferiority::shortly).orElse("\u2013"));
  }
}
