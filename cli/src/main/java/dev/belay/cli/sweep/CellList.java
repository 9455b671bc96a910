package dev.belay.cli.sweep;

import dev.belay.core.error.Printable;
import dev.belay.core.sweep.Attempt;
import dev.belay.core.sweep.CellFolder;
import dev.belay.core.sweep.CellState;
import dev.belay.core.sweep.SweepPlan;
import dev.belay.safety.eval.Prose;
import dev.belay.safety.eval.TextTable;
import dev.belay.train.sweep.SweepCounts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** The cells of a sweep, a line each. */
final class CellList {

  private CellList() {}

  /** Before it runs. */
  static String ofPlan(Path folder, SweepPlan plan, Instant now) {
    SweepCounts counts = SweepCounts.read(folder, plan, now);
    long done = counts.count(CellState.DONE);
    String verdict =
        "%s: %d cells of %s, %d to run%s."
            .formatted(
                plan.name(),
                counts.cells(),
                plan.recipe(),
                counts.cells() - done,
                done == 0 ? "" : ", " + done + " done already");
    return page(verdict, folder, plan, now);
  }

  /** While it runs, and after. */
  static String ofStatus(Path folder, SweepPlan plan, Instant now) {
    SweepCounts counts = SweepCounts.read(folder, plan, now);
    return page(
        plan.name() + ": " + counts.words() + "." + timeLeft(folder, plan, counts),
        folder,
        plan,
        now);
  }

  private static String page(String verdict, Path folder, SweepPlan plan, Instant now) {
    TextTable table =
        new TextTable(List.of("cell", "state", "attempts", "took", "folder"), Set.of(0, 1, 4));
    for (SweepPlan.PlannedCell cell : plan.cells()) {
      CellFolder at = CellFolder.of(folder, cell.id());
      List<Attempt> attempts = at.attempts();
      double seconds = attempts.stream().mapToDouble(Attempt::seconds).sum();
      table.add(
          List.of(
              cell.index() + " " + values(plan, cell),
              at.state(now).word(),
              attempts.isEmpty() ? "" : Integer.toString(attempts.size()),
              attempts.isEmpty() ? "" : TextTable.number(seconds, 0) + " s",
              cell.id()));
    }
    return Printable.of(Prose.wrap(verdict, "  ") + "\n" + table.printWithin(Prose.WIDTH));
  }

  /** What tells it from other cells: an axis of one value says nothing. */
  private static String values(SweepPlan plan, SweepPlan.PlannedCell cell) {
    return plan.axes().stream()
        .filter(axis -> axis.values().size() > 1)
        .map(axis -> cell.values().getOrDefault(axis.name(), ""))
        .collect(Collectors.joining(" "));
  }

  /** By what the cells that are done took, over as many as run now. */
  private static String timeLeft(Path folder, SweepPlan plan, SweepCounts counts) {
    long running = counts.count(CellState.RUNNING);
    long left = running + counts.count(CellState.WAITING);
    OptionalDouble mean =
        plan.cells().stream()
            .map(cell -> CellFolder.of(folder, cell.id()))
            .filter(CellFolder::isDone)
            .mapToDouble(at -> at.attempts().stream().mapToDouble(Attempt::seconds).sum())
            .filter(seconds -> seconds > 0)
            .average();
    if (mean.isEmpty() || left == 0) {
      return "";
    }
    long lanes = Math.max(1, running);
    return " A cell takes %s s, %s cells/h; about %s min left with %d at a time."
        .formatted(
            TextTable.number(mean.getAsDouble(), 0),
            TextTable.number(3600 * lanes / mean.getAsDouble(), 1),
            TextTable.number(Math.ceil(mean.getAsDouble() * left / lanes / 60), 0),
            lanes);
  }
}
