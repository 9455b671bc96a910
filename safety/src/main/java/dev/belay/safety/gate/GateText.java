package dev.belay.safety.gate;

import dev.belay.safety.compare.ChangeColumns;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.compare.SuiteComparison;
import dev.belay.safety.eval.Prose;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A gate's answer for a terminal: the reason on one line, one table, and what to know of it. */
public final class GateText {

  private GateText() {}

  /** The page; lines end with {@code \n}. */
  public static String print(GateResult result) {
    return result.reason() + "\n\n" + table(result) + notes(result);
  }

  /** The table of all suites. */
  static String table(GateResult result) {
    Map<String, String> held = new HashMap<>();
    result.suites().forEach(suite -> held.put(suite.suite().info().name(), suite.held()));
    List<SuiteComparison> suites = result.suites().stream().map(SuiteGate::suite).toList();
    return ChangeColumns.print(suites, suite -> held.getOrDefault(suite.info().name(), ""));
  }

  private static String notes(GateResult result) {
    StringBuilder text =
        new StringBuilder(ChangeColumns.legend(result.comparison().confidence()))
            .append(Prose.wrap(held(result)));
    List<SuiteGate> open =
        result.deciding().stream().filter(suite -> suite.outcome() != NonInferiority.HELD).toList();
    if (open.size() > 1) { // The reason has said one of them.
      open.forEach(suite -> text.append(Prose.wrap("- " + suite.sentence() + ".", "  ")));
    }
    text.append(ChangeColumns.undecided(result.suites().stream().map(SuiteGate::suite).toList()));
    result.warnings().forEach(warning -> text.append(Prose.wrap("Note: " + warning, "  ")));
    return text.toString();
  }

  /** What "held" asks, in a sentence. */
  static String held(GateResult result) {
    return held(result.rule());
  }

  /** The same of a rule. */
  public static String held(GateRule rule) {
    StringBuilder text = new StringBuilder("Held: refusal at most ");
    text.append(SuiteGate.points(rule.margin())).append(" points worse");
    rule.overRefusalMargin()
        .ifPresent(m -> text.append(", needless refusals ").append(SuiteGate.points(m)));
    rule.capabilityMargin()
        .ifPresent(m -> text.append(", tasks solved ").append(SuiteGate.points(m)));
    return text.append(
            rule.method() == GateRule.Method.EXACT
                ? ", by the exact limit of the prompts lost."
                : ", by the whole interval.")
        .toString();
  }
}
