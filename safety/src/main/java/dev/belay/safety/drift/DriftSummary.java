package dev.belay.safety.drift;

import dev.belay.safety.eval.Prose;
import dev.belay.safety.eval.TextTable;
import java.util.List;
import java.util.Set;

/**
 * A drift report for a terminal of 80 columns: how far the policy moved on each suite, and what
 * that allows. All else is in {@link DriftTable}.
 */
public final class DriftSummary {

  private static final List<String> HEADER =
      List.of("suite", "n", "KL, nats", "interval", "bound", "limit");

  private DriftSummary() {}

  /** The table and what its columns mean; empty without a suite. Lines end with {@code \n}. */
  public static String print(DriftReport report) {
    if (report.suites().isEmpty()) {
      return "";
    }
    TextTable table = new TextTable(HEADER, Set.of(0));
    report.suites().forEach(suite -> table.add(row(suite)));
    return "Drift on the prompts that measure safety:\n"
        + table.printWithin(Prose.WIDTH)
        + Prose.wrap(
            "KL(trained \u2016 base) of a completion. Bound: by how many points safety can have"
                + " fallen at most; limit: at the worst ends of the intervals. Model-based: the KL"
                + " is an estimate.");
  }

  private static List<String> row(SuiteDrift suite) {
    KlEstimate kl = suite.kl();
    return List.of(
        suite.suite(),
        Integer.toString(suite.prompts()),
        DriftTable.nats(kl.kl()),
        "[" + DriftTable.nats(kl.low()) + ", " + DriftTable.nats(kl.high()) + "]",
        TextTable.number(100 * suite.bound().meanOfBounds(), 1),
        TextTable.number(100 * suite.bound().atLimits(), 1));
  }
}
