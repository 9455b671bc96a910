package dev.belay.safety.gate;

import dev.belay.core.error.Printable;
import dev.belay.safety.compare.ChangeColumns;
import dev.belay.safety.compare.ComparisonTable;
import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.eval.TextTable;
import java.util.List;

/** A gate's answer as Markdown, for the summary of a build. */
public final class GateMarkdown {

  private static final String HEADING = "### belay gate: ";

  private GateMarkdown() {}

  /** The summary; lines end with {@code \n}. */
  public static String write(GateResult result) {
    StringBuilder text = new StringBuilder();
    text.append(HEADING).append(result.verdict().words()).append("\n\n");
    text.append(escaped(result.reason())).append("\n\n");
    text.append("| suite | share | n | before | after | change | interval | held |\n");
    text.append("|---|---|--:|--:|--:|--:|--:|---|\n");
    result.suites().forEach(suite -> text.append(row(suite)));
    text.append('\n').append(escaped(legend(result))).append('\n');
    for (String warning : result.warnings()) {
      text.append("\n> ").append(escaped(warning)).append('\n');
    }
    return text.toString();
  }

  /** Input that could not be judged. */
  public static String badInput(List<String> issues) {
    StringBuilder text = new StringBuilder(HEADING + "BAD INPUT\n\n");
    issues.forEach(issue -> text.append("- ").append(escaped(issue)).append('\n'));
    return text.toString();
  }

  private static String legend(GateResult result) {
    String undecided =
        ChangeColumns.undecided(result.suites().stream().map(SuiteGate::suite).toList());
    return ChangeColumns.legend(result.comparison().confidence())
        + GateText.held(result)
        + " "
        + undecided;
  }

  private static String row(SuiteGate suite) {
    String start =
        "| %s | %s |"
            .formatted(escaped(suite.suite().info().name()), suite.suite().info().kind().verb());
    String held =
        suite.decides()
            ? switch (suite.outcome()) {
              case HELD -> "\u2705 yes";
              case DID_NOT_HOLD -> "\u274c no";
              default -> "\u2753 " + suite.outcome().shortly();
            }
            : "";
    String cells =
        switch (suite.suite().change()) {
          case SuiteChange.NothingDecided none -> " 0 | - | - | - | - |";
          case SuiteChange.Measured measured ->
              " %d | %s | %s | %s | %s |"
                  .formatted(
                      measured.decided(),
                      TextTable.percent(measured.before()),
                      TextTable.percent(measured.after()),
                      TextTable.points(measured.change()),
                      ComparisonTable.interval(measured.interval()));
        };
    return start + cells + " " + held + " |\n";
  }

  /** Text that is shown as it is: no markup, no mention, no table of its own, on one line. */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder();
    for (char c : Printable.of(text).replace('\t', ' ').strip().toCharArray()) {
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '@' -> safe.append("&#64;");
        case '\n' -> safe.append(' ');
        case '\\', '`', '*', '_', '[', ']', '|', '#', '~', '!', '$' -> safe.append('\\').append(c);
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }
}
