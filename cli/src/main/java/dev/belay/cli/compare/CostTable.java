package dev.belay.cli.compare;

import dev.belay.safety.eval.Prose;
import dev.belay.safety.eval.TextTable;
import dev.belay.train.compare.ArmCost;
import dev.belay.train.compare.ArmOutcome;
import dev.belay.train.compare.ComparisonResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What each arm cost: its steps, their time and memory, and how many settings were tried. */
final class CostTable {

  private static final List<String> HEADER =
      List.of("arm", "steps", "s a step", "peak GB", "settings tried");

  private CostTable() {}

  /** The table; empty where no arm has a log. Lines end with {@code \n}. */
  static String print(ComparisonResult result) {
    if (result.arms().stream().allMatch(arm -> arm.cost().isEmpty())) {
      return "";
    }
    TextTable table = new TextTable(HEADER, Set.of(0));
    for (ArmOutcome arm : result.arms()) {
      Optional<ArmCost> cost = arm.cost();
      table.add(
          List.of(
              arm.label(),
              cost.map(one -> Long.toString(one.steps())).orElse("-"),
              cost.map(one -> TextTable.number(one.secondsPerStep(), 2)).orElse("-"),
              cost.map(CostTable::gigabytes).orElse("-"),
              Integer.toString(arm.settingsTried())));
    }
    return "\n" + table.printWithin(Prose.WIDTH);
  }

  private static String gigabytes(ArmCost cost) {
    return cost.mostBytes().isPresent()
        ? TextTable.number(cost.mostBytes().getAsLong() / 1e9, 1)
        : "-";
  }
}
