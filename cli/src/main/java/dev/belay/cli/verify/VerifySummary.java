package dev.belay.cli.verify;

import dev.belay.core.stats.Interval;
import dev.belay.core.stats.Rate;
import dev.belay.core.verify.Verdict;
import dev.belay.safety.eval.TextTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What became of all lines, by domain. */
final class VerifySummary {

  private static final List<String> HEADER =
      List.of(
          "domain", "n", "correct", "rate", "95 % interval", "incorrect", "undecided", "errors");

  private final Map<Domain, Map<Verdict.State, Long>> counts = new EnumMap<>(Domain.class);
  private long broken;

  void add(Domain domain, Verdict.State state) {
    counts
        .computeIfAbsent(domain, _ -> new EnumMap<>(Verdict.State.class))
        .merge(state, 1L, Long::sum);
  }

  void addBroken() {
    broken++;
  }

  /** Lines that could not be read. */
  long broken() {
    return broken;
  }

  long lines() {
    return broken
        + counts.values().stream()
            .flatMap(of -> of.values().stream())
            .mapToLong(Long::longValue)
            .sum();
  }

  private static long count(Map<Verdict.State, Long> of, Verdict.State state) {
    return of.getOrDefault(state, 0L);
  }

  private static long decided(Map<Verdict.State, Long> of) {
    return count(of, Verdict.State.CORRECT) + count(of, Verdict.State.INCORRECT);
  }

  /** A table, and what it does not count. */
  String print() {
    TextTable table = new TextTable(HEADER, Set.of(0));
    counts.forEach((domain, of) -> table.add(row(domain.word(), of)));
    StringBuilder text = new StringBuilder();
    if (!counts.isEmpty()) {
      text.append(table.print());
      text.append("rate: of those that are decided, correct or incorrect.\n");
    }
    if (broken > 0) {
      text.append("%d line%s could not be read.%n".formatted(broken, broken == 1 ? "" : "s"));
    }
    return text.toString();
  }

  private static List<String> row(String domain, Map<Verdict.State, Long> of) {
    long decided = decided(of);
    long correct = count(of, Verdict.State.CORRECT);
    String rate = "-";
    String range = "-";
    if (decided > 0) {
      Rate share = new Rate(correct, decided);
      Interval interval = share.wilson(Interval.DEFAULT_CONFIDENCE);
      rate = TextTable.percent(share.value());
      range = TextTable.range(interval.low(), interval.high());
    }
    List<String> cells = new ArrayList<>(List.of(domain));
    cells.add(Long.toString(of.values().stream().mapToLong(Long::longValue).sum()));
    cells.add(Long.toString(correct));
    cells.add(rate);
    cells.add(range);
    cells.add(Long.toString(count(of, Verdict.State.INCORRECT)));
    cells.add(Long.toString(count(of, Verdict.State.UNDECIDED)));
    cells.add(Long.toString(count(of, Verdict.State.ERROR)));
    return cells;
  }

  /** The same for programs; no rate where nothing is decided. */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    counts.forEach((domain, of) -> facts.put(domain.word(), facts(of)));
    facts.put("broken_lines", broken);
    return facts;
  }

  private static Map<String, Object> facts(Map<Verdict.State, Long> of) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("n", of.values().stream().mapToLong(Long::longValue).sum());
    facts.put("correct", count(of, Verdict.State.CORRECT));
    facts.put("incorrect", count(of, Verdict.State.INCORRECT));
    facts.put("undecided", count(of, Verdict.State.UNDECIDED));
    facts.put("errors", count(of, Verdict.State.ERROR));
    long decided = decided(of);
    if (decided > 0) {
      Rate rate = new Rate(count(of, Verdict.State.CORRECT), decided);
      Interval interval = rate.wilson(Interval.DEFAULT_CONFIDENCE);
      facts.put("rate", rate.value());
      facts.put("interval", List.of(interval.low(), interval.high()));
      facts.put("confidence", interval.confidence());
    }
    return facts;
  }
}
