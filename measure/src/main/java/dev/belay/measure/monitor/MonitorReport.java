package dev.belay.measure.monitor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import dev.belay.core.stats.Interval;
import java.util.List;
import java.util.Locale;

/**
 * The tables of a study.
 *
 * @param study what was simulated
 * @param alarms by scenario and detector
 * @param certificates by scenario
 */
public record MonitorReport(
    MonitorStudy study, List<MonitorCell> alarms, List<MonitorCell> certificates) {

  public MonitorReport {
    alarms = List.copyOf(alarms);
    certificates = List.copyOf(certificates);
  }

  /** Markdown. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%d runs of each scenario, seed %d, margin %s, α = %s for the alarm and for the"
            .formatted(study.runs(), study.seed(), MonitorStudy.MARGIN, MonitorStudy.ALPHA));
    line(
        text,
        "certificate; %d draws while training, at most %d for the certificate. In brackets exact"
            .formatted(MonitorStudy.DRAWS, MonitorStudy.CERTIFY_DRAWS));
    text.append("95 % intervals; medians are over all runs, from the drift's beginning.\n\n");
    text.append("| run | detector | false alarms | found | median delay, draws |\n");
    text.append("|---|---|---|---|---|\n");
    for (MonitorCell cell : alarms) {
      line(
          text,
          "| %s | %s | %s | %s | %s |"
              .formatted(
                  cell.scenario(),
                  cell.method(),
                  cell.isError() ? share(cell) : percent((double) cell.early() / cell.runs()),
                  cell.isError() ? "" : share(cell),
                  cell.isError() ? "" : median(cell)));
    }
    text.append("\n| final model | certified | | median draws |\n|---|---|---|---|\n");
    for (MonitorCell cell : certificates) {
      line(
          text,
          "| %s | %s | %s | %s |"
              .formatted(
                  cell.scenario(),
                  share(cell),
                  cell.isError() ? "falsely" : "rightly",
                  cell.isError() ? "" : median(cell)));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }

  private static String share(MonitorCell cell) {
    Interval interval = cell.interval();
    return "%s [%s, %s]"
        .formatted(percent(cell.share()), number(interval.low()), number(interval.high()));
  }

  private static String percent(double share) {
    return number(share) + " %";
  }

  private static String number(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  private static String median(MonitorCell cell) {
    return cell.medianDraws().isPresent()
        ? Long.toString(cell.medianDraws().getAsLong())
        : "not in half of them";
  }

  /** The same as a tree. */
  public ObjectNode json() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("runs", study.runs());
    node.put("seed", study.seed());
    node.put("margin", MonitorStudy.MARGIN);
    node.put("alpha", MonitorStudy.ALPHA);
    node.put("draws", MonitorStudy.DRAWS);
    node.put("certify_draws", MonitorStudy.CERTIFY_DRAWS);
    put(node.putArray("alarms"), alarms);
    put(node.putArray("certificates"), certificates);
    return node;
  }

  private static void put(ArrayNode array, List<MonitorCell> cells) {
    for (MonitorCell cell : cells) {
      ObjectNode one = array.addObject();
      one.put("scenario", cell.scenario());
      one.put("method", cell.method());
      one.put("error", cell.isError());
      one.put("share", cell.share());
      one.put("low", cell.interval().low());
      one.put("high", cell.interval().high());
      one.put("early", (double) cell.early() / cell.runs());
      cell.medianDraws().ifPresent(draws -> one.put("median_draws", draws));
    }
  }
}
