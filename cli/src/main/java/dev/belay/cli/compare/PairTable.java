package dev.belay.cli.compare;

import dev.belay.safety.compare.SuiteComparison;
import dev.belay.safety.curve.ArmPair;
import dev.belay.safety.curve.EqualCapability;
import dev.belay.safety.eval.TextTable;
import dev.belay.train.compare.ComparisonResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Each arm against the first, where they are compared, suite by suite on the same prompts. */
final class PairTable {

  private static final List<String> HEADER =
      List.of("suite", "n", "first", "second", "change", "interval", "p, Holm");

  private PairTable() {}

  /** The tables; empty without a pair. Lines end with {@code \n}. */
  static String print(ComparisonResult result) {
    StringBuilder text = new StringBuilder();
    result.equal().map(EqualCapability::pairs).orElse(List.of()).stream()
        .map(pair -> print(result, pair))
        .forEach(text::append);
    return text.toString();
  }

  private static String print(ComparisonResult result, ArmPair pair) {
    TextTable table = new TextTable(HEADER, Set.of(0));
    List<SuiteComparison> tested = pair.harmful();
    for (SuiteComparison suite : pair.suites()) {
      int test = tested.indexOf(suite);
      List<String> row = new ArrayList<>(List.of(suite.info().name()));
      row.addAll(SuitesTable.cells(suite.change()));
      row.add(test < 0 ? "" : TextTable.pValue(pair.holm().get(test)));
      table.add(row);
    }
    return "\n%s (second, %s) against %s (first, %s):\n%s"
        .formatted(
            result.label(pair.second()),
            pair.secondAt(),
            result.label(pair.first()),
            pair.firstAt(),
            table.print());
  }
}
