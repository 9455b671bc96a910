package dev.belay.report.data;

import dev.belay.safety.eval.TextTable;
import java.util.Locale;

/** Numbers as the report writes them. */
public final class Figures {

  /** What sums of doubles leave where nothing is. */
  private static final double ROUNDING = 1e-12;

  private Figures() {}

  /** A share: {@code 91.2 %}. */
  public static String percent(double share) {
    return TextTable.percent(share);
  }

  /** A change in points: {@code −7.2}. */
  public static String points(double change) {
    return TextTable.points(change);
  }

  /** A size in points, without a sign of its own: {@code 7.2}. */
  public static String size(double share) {
    return number(100 * share, 1);
  }

  private static String number(double value, int decimals) {
    return TextTable.number(value, decimals).replace('-', '\u2212');
  }

  /** A change with its interval: {@code −7.2 [−10.1, −4.3]}. */
  public static String change(Estimate change) {
    return "%s [%s, %s]"
        .formatted(points(change.value()), points(change.low()), points(change.high()));
  }

  /** A share with its interval: {@code 84.0 % [80.1, 87.5]}. */
  public static String share(Estimate share) {
    return percent(share.value()) + " " + TextTable.range(share.low(), share.high());
  }

  /** A number of three digits that matter. */
  public static String number(double value) {
    double size = Math.abs(value);
    if (size < ROUNDING) {
      return "0";
    }
    String text =
        size < 1e-3
            ? String.format(Locale.ROOT, "%.1e", value)
            : TextTable.number(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
    return text.replace('-', '\u2212');
  }

  /** Seconds, or minutes of many. */
  public static String seconds(double seconds) {
    return seconds < 120
        ? TextTable.number(seconds, 0) + " s"
        : TextTable.number(seconds / 60, 1) + " min";
  }

  /** A margin in points: {@code 2} or {@code 2.5}. */
  public static String margin(double share) {
    return TextTable.number(100 * share, 2).replaceAll("\\.?0+$", "");
  }
}
