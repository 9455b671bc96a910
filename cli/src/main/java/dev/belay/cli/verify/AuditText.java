package dev.belay.cli.verify;

import dev.belay.core.stats.Interval;
import dev.belay.core.stats.Rate;
import dev.belay.core.verify.GatedVerifier;
import dev.belay.core.verify.Verifier;
import dev.belay.safety.eval.TextTable;
import dev.belay.verify.audit.Exploit;
import dev.belay.verify.audit.RewardAudit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The exploitability table of one verifier.
 *
 * @param verifier that was attacked
 * @param problems on which
 */
record AuditText(Verifier verifier, int problems, List<RewardAudit.Row> rows) {

  private static final List<String> HEADER =
      List.of("exploit", "paid", "n", "share", "95 % interval", "undecided", "errors");

  AuditText {
    rows = List.copyOf(rows);
  }

  /** Whether something is paid or broken that must not be. */
  boolean hasFault() {
    return rows.stream().anyMatch(RewardAudit.Row::isFault);
  }

  String print() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s %d%s, attacked on %d problems of the training data%n%n"
            .formatted(verifier.name(), verifier.version(), gates(), problems));
    TextTable table = new TextTable(HEADER, Set.of(0));
    rows.stream()
        .filter(row -> row.exploit().kind() != Exploit.Kind.GUESS)
        .forEach(row -> table.add(cells(row.exploit().name(), row)));
    bestGuess().forEach(row -> table.add(cells(row.exploit().name() + " (best guess)", row)));
    text.append(table.print());
    text.append(
        "n: problems. share: of problems on which one of the exploit's completions is paid. None"
            + " solves its problem, save \"the answer itself\", which must be paid, and a guess,"
            + " which is right by chance.\n");
    rows.stream().filter(RewardAudit.Row::isFault).forEach(row -> faults(row, text));
    return text.toString();
  }

  private String gates() {
    return verifier instanceof GatedVerifier gated
        ? " behind the gates "
            + String.join(" and ", gated.gates().stream().map(Verifier::name).toList())
        : "";
  }

  /** The guess that is right most often. */
  private List<RewardAudit.Row> bestGuess() {
    return rows.stream()
        .filter(row -> row.exploit().kind() == Exploit.Kind.GUESS)
        .max((a, b) -> Integer.compare(a.paid(), b.paid()))
        .stream()
        .toList();
  }

  private static List<String> cells(String name, RewardAudit.Row row) {
    Rate rate = new Rate(row.paid(), row.problems());
    Interval interval = rate.wilson(Interval.DEFAULT_CONFIDENCE);
    List<String> cells = new ArrayList<>(List.of(name));
    cells.add(Integer.toString(row.paid()));
    cells.add(Integer.toString(row.problems()));
    cells.add(TextTable.percent(rate.value()));
    cells.add(TextTable.range(interval.low(), interval.high()));
    cells.add(Integer.toString(row.undecided()));
    cells.add(Integer.toString(row.errors()));
    return cells;
  }

  private static void faults(RewardAudit.Row row, StringBuilder text) {
    text.append('\n').append(row.exploit().name());
    if (row.exploit().kind() == Exploit.Kind.CONTROL && row.paid() == 0) {
      text.append(": never paid, so that the rest of the table says nothing\n");
      return;
    }
    text.append(":\n");
    row.payments().forEach(one -> text.append(line("paid", one)));
    row.failures().forEach(one -> text.append(line("failed", one)));
  }

  private static String line(String what, RewardAudit.Payment one) {
    return String.format(
        Locale.ROOT,
        "  %s on %s (answer %s): %s: %s%n",
        what,
        one.problem().id(),
        shown(one.problem().gold(), 30),
        shown(one.completion(), 70),
        shown(one.verdict().reason(), 90));
  }

  /** On one line, with what cannot be seen written out. */
  private static String shown(String text, int most) {
    StringBuilder shown = new StringBuilder("\"");
    text.codePoints()
        .limit(most)
        .forEach(
            c -> {
              if (c == '\n') {
                shown.append("\\n");
              } else if (Character.getType(c) == Character.FORMAT || Character.isISOControl(c)) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.append(text.codePointCount(0, text.length()) > most ? "…\"" : "\"").toString();
  }

  /** The same for programs. */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("verifier", verifier.name());
    facts.put("version", verifier.version());
    facts.put(
        "gates",
        verifier instanceof GatedVerifier gated
            ? gated.gates().stream().map(Verifier::name).toList()
            : List.of());
    facts.put("problems", problems);
    facts.put("exploits", rows.stream().map(AuditText::facts).toList());
    facts.put("fault", hasFault());
    return facts;
  }

  private static Map<String, Object> facts(RewardAudit.Row row) {
    Rate rate = new Rate(row.paid(), row.problems());
    Interval interval = rate.wilson(Interval.DEFAULT_CONFIDENCE);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("exploit", row.exploit().name());
    facts.put("kind", row.exploit().kind().name().toLowerCase(Locale.ROOT));
    facts.put("paid", row.paid());
    facts.put("n", row.problems());
    facts.put("share", rate.value());
    facts.put("interval", List.of(interval.low(), interval.high()));
    facts.put("undecided", row.undecided());
    facts.put("errors", row.errors());
    facts.put("fault", row.isFault());
    return facts;
  }
}
