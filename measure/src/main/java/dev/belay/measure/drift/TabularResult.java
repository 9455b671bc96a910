package dev.belay.measure.drift;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where training came to, beside the theory.
 *
 * @param setting in words
 * @param section of the drift specification that says where it should come to
 * @param beta the recipe's coefficient
 * @param tilt the drift of safety at the tilted optimum
 * @param predicted what the section says
 * @param reached what training reached
 * @param allowed how far that may be from what is predicted: rounding, or four standard errors
 */
public record TabularResult(
    String setting,
    String section,
    double beta,
    double tilt,
    double predicted,
    double reached,
    double allowed) {

  /** Log-probabilities of rollouts are floats; their rounding moves a fixed point by less. */
  static final double EXACT_TOLERANCE = 1e-5;

  /** What was reached less what was predicted. */
  public double difference() {
    return reached - predicted;
  }

  /** Whether that is within what is allowed. */
  public boolean agrees() {
    return Math.abs(difference()) <= allowed;
  }

  /** A line a setting. */
  public static String table(List<TabularResult> results) {
    StringBuilder text = new StringBuilder();
    text.append(
        row("setting", "§", "beta", "tilt", "predicted", "reached", "difference", "allowed"));
    for (TabularResult each : results) {
      text.append(
          row(
              each.setting,
              each.section,
              each.beta,
              number(each.tilt),
              number(each.predicted),
              number(each.reached),
              String.format(Locale.ROOT, "%.1e", each.difference()),
              String.format(Locale.ROOT, "%.1e", each.allowed) + (each.agrees() ? "" : "  NO")));
    }
    long off = results.stream().filter(each -> !each.agrees()).count();
    return text.append(
            "%d settings, %d elsewhere than predicted. Drift of safety, from training by Belay's own advantages and objectives.%n"
                .formatted(results.size(), off))
        .toString();
  }

  /** The same for programs. */
  public Map<String, Object> json() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("setting", setting);
    facts.put("section", section);
    facts.put("beta", beta);
    facts.put("drift_tilt", tilt);
    facts.put("drift_predicted", predicted);
    facts.put("drift_reached", reached);
    facts.put("difference", difference());
    facts.put("allowed", allowed);
    facts.put("agrees", agrees());
    return facts;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  private static String row(Object... cells) {
    return "%-48s %-4s %5s %10s %10s %10s %11s  %s%n".formatted(cells);
  }
}
