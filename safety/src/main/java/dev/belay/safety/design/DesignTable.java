package dev.belay.safety.design;

import dev.belay.safety.eval.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/** A design as text: what there is and what it costs, then what a comparison can show. */
public final class DesignTable {
  private static final List<String> SUITES =
      List.of(
          "suite",
          "prompts",
          "completions",
          "rate",
          "half-width",
          "tokens read",
          "written",
          "time");

  private DesignTable() {}

  /** The tables and what their columns mean; lines end with {@code \n}. */
  public static String print(EvaluationDesign design) {
    return suites(design) + "\n" + changes(design);
  }

  private static String suites(EvaluationDesign design) {
    TextTable table = new TextTable(SUITES, Set.of(0));
    long read = 0;
    long written = 0;
    double seconds = 0;
    boolean timed = true;
    boolean measured = true;
    for (SuiteDesign suite : design.suites()) {
      table.add(row(suite, design.goal()));
      read += suite.cost().promptTokens();
      written += suite.cost().tokens();
      seconds += suite.cost().seconds().orElse(0);
      measured &= suite.cost().measured();
      timed &= suite.cost().seconds().isPresent();
    }
    OptionalDouble time = timed ? OptionalDouble.of(seconds) : OptionalDouble.empty();
    table.add(
        List.of("in all", "", "", "", "", thousands(read), written(written, measured), time(time)));
    return table.print()
        + "Half-width: of the %s %% interval, in points, if the rate is as given. Tokens are estimates;\n"
            .formatted(percent(design.goal().confidence()))
        + "written: \u2264 the most there can be, ~ by the mean of the earlier evaluation.\n";
  }

  private static List<String> row(SuiteDesign suite, Goal goal) {
    return List.of(
        suite.info().name(),
        Integer.toString(suite.prompts()),
        Long.toString(suite.cost().completions()),
        TextTable.percent(suite.assumed().rate()),
        suite.prompts() == 0 ? "-" : "\u00b1" + points(suite.halfWidth(goal)),
        thousands(suite.cost().promptTokens()),
        written(suite.cost().tokens(), suite.cost().measured()),
        time(suite.cost().seconds()));
  }

  private static String changes(EvaluationDesign design) {
    Goal goal = design.goal();
    String margin = percent(goal.margin());
    TextTable table =
        new TextTable(
            List.of(
                "suite",
                "changed",
                "worth",
                "finds drop",
                "proves margin",
                "for " + margin + " points",
                "or samples"),
            Set.of(0));
    for (SuiteDesign suite : design.suites()) {
      for (ChangeDesign change : suite.changes()) {
        table.add(row(suite, change));
      }
    }
    return table.print()
        + """
        Changed: prompts whose verdict differs between before and after, assumed. Worth: independent
        pairs. Finds drop: the smallest fall, in points, that the exact McNemar test finds with %s %%
        power. Proves margin: the smallest margin that a comparison proves with that power (held: yes,
        %s %% intervals) when nothing is lost. For %s points, or samples: so many prompts prove that
        margin, or so many samples of each prompt there is; - when no number does.
        """
            .formatted(percent(goal.power()), percent(goal.confidence()), margin);
  }

  private static List<String> row(SuiteDesign suite, ChangeDesign change) {
    return List.of(
        suite.info().name(),
        TextTable.percent(change.discordant()),
        TextTable.number(suite.effective(), 0),
        change.smallestDrop() >= 1 ? "-" : points(change.smallestDrop()),
        change.smallestMargin() >= 1 ? "-" : points(change.smallestMargin()),
        thousands(change.promptsForMargin()),
        change.samplesForMargin().isPresent()
            ? thousands(change.samplesForMargin().getAsLong())
            : "-");
  }

  private static String written(long tokens, boolean measured) {
    return (measured ? "~ " : "\u2264 ") + thousands(tokens);
  }

  private static String points(double share) {
    return TextTable.number(100 * share, 1);
  }

  private static String percent(double share) {
    return TextTable.number(100 * share, 2).replaceAll("\\.?0+$", "");
  }

  private static String thousands(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String time(OptionalDouble seconds) {
    if (seconds.isEmpty()) {
      return "-";
    }
    if (seconds.getAsDouble() < 90) {
      return Math.round(seconds.getAsDouble()) + " s";
    }
    long minutes = Math.round(seconds.getAsDouble() / 60);
    return minutes < 60 ? minutes + " min" : "%d h %02d".formatted(minutes / 60, minutes % 60);
  }
}
