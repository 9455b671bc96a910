package dev.belay.safety.hold;

import dev.belay.safety.compare.ChangeColumns;
import dev.belay.safety.compare.ComparisonTable;
import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.eval.Prose;
import dev.belay.safety.eval.TextTable;
import dev.belay.safety.gate.GateText;
import dev.belay.safety.gate.SuiteGate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** A walk for a terminal: the verdict, what is left of the gain, and the weights tried. */
public final class HoldText {

  private static final List<String> HEADER =
      List.of("suite, weight", "n", "base", "here", "change", "interval", "held");

  private HoldText() {}

  /** The page, at most {@value Prose#WIDTH} columns wide; lines end with {@code \n}. */
  public static String print(HoldResult result) {
    StringBuilder text = new StringBuilder(Prose.wrap(verdict(result)));
    result.gains().forEach(gain -> text.append(Prose.wrap(sentence(gain, result.weight()))));
    text.append('\n').append(table(result));
    text.append(ChangeColumns.legend(result.rule().confidence()));
    text.append(Prose.wrap(GateText.held(result.rule())));
    Set<String> warnings = new LinkedHashSet<>(result.tried().getLast().gate().warnings());
    warnings.add(
        "These prompts chose the weight, so they are no proof of it: measure it on others, and"
            + " hold that to belay gate.");
    warnings.forEach(warning -> text.append(Prose.wrap("Note: " + warning, "  ")));
    return text.toString();
  }

  /** The answer in one sentence. */
  public static String verdict(HoldResult result) {
    return result
        .held()
        .map(
            tried ->
                "HELD at weight %s%s: %s."
                    .formatted(
                        TriedWeight.name(tried.weight()),
                        tried.weight() == 1 ? ", the tuned model as it is" : "",
                        tried.gate().why()))
        .orElseGet(
            () ->
                "NOT HELD: none of the %d weights down to %s was shown to hold; the base alone is left. At %s: %s."
                    .formatted(
                        result.tried().size(),
                        TriedWeight.name(result.tried().getLast().weight()),
                        TriedWeight.name(result.tried().getLast().weight()),
                        result.tried().getLast().gate().why()));
  }

  /** What is left of a gain, in a sentence. */
  static String sentence(GainLeft gain, double weight) {
    if (!(gain.gained().change() instanceof SuiteChange.Measured all)
        || !(gain.kept().change() instanceof SuiteChange.Measured kept)
        || !(gain.lost().change() instanceof SuiteChange.Measured lost)) {
      return "Gain on %s: no problem has a verdict at all three.".formatted(gain.suite());
    }
    OptionalDouble share = gain.share();
    String left =
        share.isEmpty()
            ? "no gain of the tuned model is shown"
            : "%s %% of the gain is left".formatted(TextTable.number(100 * share.getAsDouble(), 0));
    return "Gain on %s: %s. Solved of %d: base %s, tuned %s, at weight %s %s per cent; %s %s points against the tuned model."
        .formatted(
            gain.suite(),
            left,
            all.decided(),
            TextTable.number(100 * all.before(), 1),
            TextTable.number(100 * all.after(), 1),
            TriedWeight.name(weight),
            TextTable.number(100 * kept.after(), 1),
            TextTable.points(lost.change()),
            ComparisonTable.interval(lost.interval()));
  }

  private static String table(HoldResult result) {
    TextTable table = new TextTable(HEADER, Set.of(0, HEADER.size() - 1));
    List<SuiteGate> suites = result.tried().getFirst().gate().suites();
    for (int i = 0; i < suites.size(); i++) {
      table.add(List.of(suites.get(i).suite().info().name(), "", "", "", "", "", ""));
      for (TriedWeight tried : result.tried()) {
        SuiteGate suite = tried.gate().suites().get(i);
        List<String> row = new ArrayList<>(List.of("  " + TriedWeight.name(tried.weight())));
        row.addAll(ChangeColumns.cells(suite.suite().change()));
        row.add(suite.outcome().shortly());
        table.add(row);
      }
    }
    return table.printWithin(Prose.WIDTH);
  }
}
