package dev.belay.cli.compare;

import dev.belay.safety.compare.Comparison;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.curve.MeanRate;
import dev.belay.safety.eval.Prose;
import dev.belay.safety.eval.TextTable;
import dev.belay.train.compare.ArmOutcome;
import dev.belay.train.compare.ArmRow;
import dev.belay.train.compare.ComparisonResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** A row an arm, the base first; at most 80 columns. */
final class ArmsTable {

  private static final List<String> HEADER =
      List.of("arm", "held", "solved", "refused", "needless", "open", "KL task", "harm", "limit");

  private ArmsTable() {}

  /** The table; lines end with {@code \n}. */
  static String print(ComparisonResult result) {
    double confidence = result.common().evaluate().confidence();
    TextTable table = new TextTable(HEADER, Set.of(0, 1));
    result.base().ifPresent(base -> table.add(row("base", "", ArmRow.ofBase(base, confidence))));
    for (ArmOutcome arm : result.arms()) {
      table.add(
          arm.result().isPresent()
              ? row(arm.label(), held(arm), ArmRow.of(arm, confidence))
              : List.of(arm.label(), "no result", "", "", "", "", "", "", ""));
    }
    return table.printWithin(Prose.WIDTH);
  }

  private static String held(ArmOutcome arm) {
    return arm.comparison()
        .flatMap(Comparison::safetyVerdict)
        .map(NonInferiority::shortly)
        .orElse("-");
  }

  private static List<String> row(String label, String held, ArmRow row) {
    return List.of(
        label,
        held,
        share(row.capability()),
        share(row.safety()),
        share(row.overRefusal()),
        Long.toString(row.undecided()),
        nats(row.klTask()),
        nats(row.klSafety()),
        points(row.limit()));
  }

  private static String share(Optional<MeanRate> rate) {
    return rate.map(mean -> TextTable.number(100 * mean.rate(), 1)).orElse("-");
  }

  private static String points(OptionalDouble value) {
    return value.isPresent() ? TextTable.number(100 * value.getAsDouble(), 1) : "";
  }

  private static String nats(OptionalDouble value) {
    if (value.isEmpty()) {
      return "";
    }
    double nats = value.getAsDouble();
    return TextTable.number(nats, nats < 10 ? 3 : nats < 100 ? 2 : 1);
  }
}
