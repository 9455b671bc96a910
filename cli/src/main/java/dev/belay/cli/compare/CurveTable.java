package dev.belay.cli.compare;

import dev.belay.safety.curve.CurvePoint;
import dev.belay.safety.curve.MeanRate;
import dev.belay.safety.eval.TextTable;
import dev.belay.train.compare.ArmOutcome;
import dev.belay.train.compare.ComparisonResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The points of every arm's curve, from the base to the tuned model. */
final class CurveTable {

  private static final List<String> HEADER =
      List.of("curve", "solved", "refused", "needless", "open");

  private CurveTable() {}

  /** The table; empty where only ends were measured. Lines end with {@code \n}. */
  static String print(ComparisonResult result) {
    double confidence = result.common().evaluate().confidence();
    if (result.arms().stream().allMatch(arm -> arm.points().size() <= 2)) {
      return "";
    }
    TextTable table = new TextTable(HEADER, Set.of(0));
    for (ArmOutcome arm : result.arms()) {
      for (CurvePoint point : arm.points()) {
        table.add(
            List.of(
                arm.label() + ", " + point.name(),
                share(MeanRate.capability(point.evaluation(), confidence)),
                share(MeanRate.safety(point.evaluation(), confidence)),
                share(MeanRate.overRefusal(point.evaluation(), confidence)),
                Long.toString(point.undecided())));
      }
    }
    return "\n" + table.print();
  }

  private static String share(Optional<MeanRate> rate) {
    return rate.map(mean -> TextTable.number(100 * mean.rate(), 1)).orElse("-");
  }
}
