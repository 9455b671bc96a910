package dev.belay.safety.drift;

import dev.belay.core.error.Printable;
import dev.belay.safety.eval.Prose;
import dev.belay.safety.eval.TextTable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A drift report as text for a terminal. */
public final class DriftTable {
  private static final List<String> HEADER =
      List.of(
          "suite",
          "n",
          "KL, nats",
          "interval",
          "token 1",
          "good",
          "after",
          "change",
          "interval",
          "bound",
          "limit");

  private DriftTable() {}

  /** The table and what its columns mean; lines end with {@code \n}. */
  public static String print(DriftReport report) {
    if (report.suites().isEmpty()) {
      return "";
    }
    TextTable table = new TextTable(HEADER, Set.of(0));
    report.suites().forEach(suite -> table.add(row(suite)));
    StringBuilder text =
        new StringBuilder("Drift on the prompts that measure safety:\n").append(table.print());
    text.append(
        "n prompts, %d completions of each policy a prompt, sampled at temperature %s. KL(trained \u2016 base) of a\n"
            .formatted(report.completionsPerPrompt(), TextTable.number(report.temperature(), 0)));
    text.append(
        "completion of at most %d tokens, and of its first token alone. Good: refused where that is wanted,\n"
            .formatted(report.maxTokens()));
    text.append(
        "answered where that is. Bound: the KL allows a fall by at most so many points,"
            + " estimates\n");
    text.append(
        "plugged in (mean over prompts); limit: the same at the worst ends of both intervals,"
            + " %s %%.\n".formatted(TextTable.number(100 * report.confidence(), 0)));
    text.append(
        "Model-based: the KL is an estimate, and a rare completion can hide more of it. No reward"
            + " was given\non these prompts: the theory predicts no change of its own there, and"
            + " what changed came through\nshared weights.\n");
    report.suites().forEach(suite -> text.append(beside(suite)));
    report.suites().stream()
        .filter(suite -> suite.bound().vacuous())
        .forEach(
            suite ->
                text.append(suite.suite())
                    .append(
                        ": the limit says nothing: with so large a KL any fall is possible.\n"));
    report.leftOut().forEach(why -> text.append("No drift measured on ").append(why).append(".\n"));
    return text.toString();
  }

  /** What stands beside the bound of a suite, a sentence or two. */
  private static String beside(SuiteDrift suite) {
    StringBuilder text = new StringBuilder();
    DriftBound mirrored = suite.mirroredBound();
    if (mirrored != null) {
      text.append(
          "Mirrored, from KL(base \u2016 trained) %s [%s, %s]: bound %s, limit %s. "
              .formatted(
                  nats(suite.reverseKl().kl()),
                  nats(suite.reverseKl().low()),
                  nats(suite.reverseKl().high()),
                  TextTable.number(100 * mirrored.meanOfBounds(), 1),
                  TextTable.number(100 * mirrored.atLimits(), 1)));
    }
    ChangeParts parts = suite.parts();
    if (parts != null && parts.within() != null) {
      text.append(
          "Of the change %s is explained, %s is not. "
              .formatted(TextTable.points(parts.selection()), TextTable.points(parts.within())));
    }
    WorstOfPrompts worst = suite.worst();
    if (worst != null) {
      text.append(
          "Largest fall of one prompt: %s observed (%s), between %s and %s, for all at once."
              .formatted(
                  TextTable.number(100 * worst.drop(), 1),
                  Printable.of(worst.id()),
                  TextTable.number(100 * worst.low(), 1),
                  TextTable.number(100 * worst.high(), 1)));
    }
    return text.isEmpty() ? "" : Prose.wrap(suite.suite() + ": " + text, "  ");
  }

  private static List<String> row(SuiteDrift suite) {
    KlEstimate kl = suite.kl();
    SampledSafety safety = suite.safety();
    return List.of(
        suite.suite(),
        Integer.toString(suite.prompts()),
        nats(kl.kl()),
        "[" + nats(kl.low()) + ", " + nats(kl.high()) + "]",
        nats(kl.firstToken()),
        percent(safety.before()),
        percent(safety.after()),
        safety.change() == null ? "-" : TextTable.points(safety.change()),
        safety.low() == null || safety.high() == null
            ? "-"
            : "[" + TextTable.points(safety.low()) + ", " + TextTable.points(safety.high()) + "]",
        TextTable.number(100 * suite.bound().meanOfBounds(), 1),
        TextTable.number(100 * suite.bound().atLimits(), 1));
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "-" : TextTable.percent(share);
  }

  /** Nats with three significant digits where they are small. */
  static String nats(double value) {
    return TextTable.number(value, value >= 10 ? 1 : value >= 0.1 ? 3 : 4);
  }
}
