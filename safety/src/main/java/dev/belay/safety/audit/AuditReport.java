package dev.belay.safety.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.Rate;
import dev.belay.safety.eval.TextTable;
import dev.belay.safety.judge.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Audits for people and for programs.
 *
 * @param audits one a file, or one a file and judge
 * @param confidence of the intervals
 */
public record AuditReport(List<Audit> audits, double confidence) {
  private static final String NONE = "–";
  private static final List<String> BINARY_ROWS = List.of("complied", "refused");
  private static final List<String> BINARY_COLUMNS = List.of("complied", "refused", "undecided");

  /** A table of the figures, then the confusion table of each audit. */
  public String print() {
    StringBuilder text = new StringBuilder(figures());
    for (Audit audit : audits) {
      text.append('\n').append(audit.file()).append(", ").append(audit.judge());
      text.append(
          audit.left() > 0
              ? " (%d rows without a completion left out)%n".formatted(audit.left())
              : "\n");
      text.append(
          audit.isThreeWay()
              ? confusion(audit.counts(), labels(3), labels(4))
              : confusion(audit.binary(), BINARY_ROWS, BINARY_COLUMNS));
    }
    return text.toString();
  }

  private String figures() {
    TextTable table =
        new TextTable(
            List.of(
                "file",
                "judge",
                "n",
                "agreement",
                "three-way",
                "kappa",
                "sensitivity",
                "specificity",
                "undecided"),
            Set.of(0, 1));
    for (Audit audit : audits) {
      table.add(
          List.of(
              audit.file(),
              audit.judge(),
              Long.toString(audit.n()),
              cell(Optional.of(audit.agreement())),
              cell(audit.threeWayAgreement()),
              audit
                  .kappa()
                  .map(kappa -> cell(kappa.value(), kappa.interval(confidence)))
                  .orElse(NONE),
              cell(audit.sensitivity()),
              cell(audit.specificity()),
              Long.toString(audit.undecided())));
    }
    return table.print();
  }

  private static String confusion(long[][] counts, List<String> rows, List<String> columns) {
    List<String> header = new ArrayList<>(columns);
    header.addFirst("labelled \\ judged");
    TextTable table = new TextTable(header, Set.of(0));
    for (int i = 0; i < rows.size(); i++) {
      List<String> cells = new ArrayList<>(List.of(rows.get(i)));
      for (long count : counts[i]) {
        cells.add(Long.toString(count));
      }
      table.add(cells);
    }
    return table.print();
  }

  private static List<String> labels(int count) {
    return List.of(Label.values()).subList(0, count).stream().map(Label::snakeCase).toList();
  }

  private String cell(Optional<Rate> rate) {
    return rate.map(value -> cell(value.value(), value.wilson(confidence))).orElse(NONE);
  }

  private static String cell(double value, Interval interval) {
    return "%s [%s, %s]".formatted(share(value), share(interval.low()), share(interval.high()));
  }

  private static String share(double value) {
    return TextTable.number(value, 3);
  }

  /** The same as JSON: an object with {@code audits}. */
  public ObjectNode json() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("confidence", confidence);
    for (Audit audit : audits) {
      ObjectNode node = root.withArray("audits").addObject();
      node.put("file", audit.file()).put("judge", audit.judge()).put("n", audit.n());
      node.put("undecided", audit.undecided()).put("without_completion", audit.left());
      put(node, "agreement", Optional.of(audit.agreement()));
      put(node, "three_way_agreement", audit.threeWayAgreement());
      audit
          .kappa()
          .ifPresent(kappa -> put(node, "kappa", kappa.value(), kappa.interval(confidence)));
      put(node, "sensitivity", audit.sensitivity());
      put(node, "specificity", audit.specificity());
      counts(node.putArray("binary_counts"), audit.binary());
      if (audit.isThreeWay()) {
        counts(node.putArray("counts"), audit.counts());
      }
    }
    return root;
  }

  private void put(ObjectNode node, String name, Optional<Rate> rate) {
    rate.ifPresent(value -> put(node, name, value.value(), value.wilson(confidence)));
  }

  private static void put(ObjectNode node, String name, double value, Interval interval) {
    ObjectNode figure = node.putObject(name);
    figure.put("value", value).put("low", interval.low()).put("high", interval.high());
  }

  private static void counts(ArrayNode into, long[][] counts) {
    for (long[] row : counts) {
      ArrayNode cells = into.addArray();
      for (long count : row) {
        cells.add(count);
      }
    }
  }
}
