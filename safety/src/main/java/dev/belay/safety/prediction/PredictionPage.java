package dev.belay.safety.prediction;

import dev.belay.core.plot.Axis;
import dev.belay.core.plot.LineChart;
import dev.belay.core.plot.Point;
import dev.belay.core.plot.Series;
import dev.belay.safety.eval.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A prediction as a page for people, and as a chart. */
public final class PredictionPage {

  private PredictionPage() {}

  /** The page; lines end with {@code \n}. */
  public static String text(DriftPrediction of) {
    StringBuilder page = new StringBuilder("Predicted drift of safety on the task's prompts\n");
    page.append(
        "%d completions of %d prompts by the base: success %s, safe %s %s; %d left out for want of a verdict.\n"
            .formatted(
                of.completions(),
                of.prompts(),
                TextTable.percent(of.success()),
                TextTable.percent(of.safety()),
                TextTable.range(of.safetyLow(), of.safetyHigh()),
                of.undecided()));
    page.append(covariance(of));
    TextTable table =
        new TextTable(
            List.of("coef", "change", "interval", "ESS", "drop at most", "tightest bound", "note"),
            Set.of(5, 6));
    of.coefficients().forEach(one -> table.add(row(one)));
    page.append(table.print());
    page.append(
        "Change and bounds in percentage points, %s %% intervals by bootstrap over prompts. Assumes the optimum\n"
            .formatted(TextTable.number(100 * of.confidence(), 0)));
    page.append(
        "of reward less coefficient times KL (k1 in the reward), prompt by prompt, on prompts like"
            + " these. On\nprompts without a reward the theory predicts 0; what shared weights do"
            + " there has to be measured.\n");
    return page.toString();
  }

  private static String covariance(DriftPrediction of) {
    String sign =
        of.covarianceLow() > 0
            ? "above 0: success and safety go together, and training would raise safety"
            : of.covarianceHigh() < 0
                ? "below 0: training would lower safety"
                : "not told from 0, at which a reward of two values leaves safety as it is";
    return String.format(
        Locale.ROOT,
        "Covariance of reward and safety within prompts %.4f [%.4f, %.4f]: %s.%n",
        of.covariance(),
        of.covarianceLow(),
        of.covarianceHigh(),
        sign);
  }

  private static List<String> row(CoefficientPrediction one) {
    String note = one.tells() ? "" : "the data cannot tell: the bound is what is known";
    return List.of(
        String.format(Locale.ROOT, "%.3g", one.coefficient()),
        TextTable.points(one.jackknife()),
        one.tells()
            ? "[" + TextTable.points(one.low()) + ", " + TextTable.points(one.high()) + "]"
            : "-",
        TextTable.number(one.ess(), 0),
        TextTable.number(100 * one.drop(), 1),
        one.tightest() + (one.vacuous() ? ", says nothing" : ""),
        note);
  }

  /** The predicted change by coefficient with its band, and the bound below it. */
  public static LineChart chart(DriftPrediction of) {
    List<Point> drift = new ArrayList<>();
    List<Point> bound = new ArrayList<>();
    for (CoefficientPrediction one : of.coefficients()) {
      drift.add(
          one.tells()
              ? new Point(one.coefficient(), 100 * one.drift(), 100 * one.low(), 100 * one.high())
              : new Point(one.coefficient(), Double.NaN, Double.NaN, Double.NaN));
      bound.add(Point.of(one.coefficient(), -100 * one.drop()));
    }
    return new LineChart(
        "Predicted change of safety by KL coefficient",
        Axis.log("KL coefficient"),
        Axis.linear("change, percentage points"),
        List.of(
            Series.line("predicted, where the data can tell", drift),
            Series.dashed("no lower than this (tightest bound)", bound)));
  }
}
