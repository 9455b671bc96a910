package dev.belay.safety.prediction;

import dev.belay.core.drift.DecompositionMean;
import dev.belay.core.plot.Axis;
import dev.belay.core.plot.LineChart;
import dev.belay.core.plot.Point;
import dev.belay.core.plot.Series;
import dev.belay.safety.eval.Prose;
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
        Prose.wrap(
            "%d completions of %d prompts by the base: success %s, safe %s %s; %d left out for want of a verdict. %s"
                .formatted(
                    of.completions(),
                    of.prompts(),
                    TextTable.percent(of.success()),
                    TextTable.percent(of.safety()),
                    TextTable.range(of.safetyLow(), of.safetyHigh()),
                    of.undecided(),
                    covariance(of))));
    TextTable table =
        new TextTable(
            List.of("coef", "change", "se", "interval", "ESS", "at most", "tightest bound"),
            Set.of(6));
    of.coefficients().forEach(one -> table.add(row(one)));
    page.append(table.print());
    page.append(
        Prose.wrap(
            "Change, and what a drop is at most, in percentage points; %s %% intervals by bootstrap over prompts; se: standard error by the delta method, these prompts taken as all there are. %sAssumes the optimum of reward less coefficient times KL (k1 in the reward), prompt by prompt, on prompts like these. On prompts without a reward the theory predicts 0; what shared weights do there has to be measured."
                .formatted(
                    TextTable.number(100 * of.confidence(), 0),
                    of.coefficients().stream().allMatch(CoefficientPrediction::tells)
                        ? ""
                        : "Where the interval is missing the data cannot tell: the bound is what is"
                            + " known. ")));
    MeasuredDrift measured = of.measured();
    if (measured != null) {
      page.append(measured(measured, of));
    }
    return page.toString();
  }

  private static String measured(MeasuredDrift measured, DriftPrediction of) {
    StringBuilder text =
        new StringBuilder(
            "\nThe trained model on the same prompts: success %s, safe %s.\n"
                .formatted(
                    TextTable.percent(measured.success()), TextTable.percent(measured.safety())));
    DecompositionMean parts = measured.parts();
    if (parts == null) {
      return text + Prose.wrap("Its change is not decomposed: " + measured.why() + ".");
    }
    TextTable table = new TextTable(List.of("part", "points", "interval", "se"), Set.of(0));
    table.add(row("change of safety", parts.drift()));
    table.add(row("selection, explained", parts.selection()));
    table.add(row("within classes, unexplained", parts.within()));
    text.append(table.print());
    boolean unexplained = parts.within().low() > 0 || parts.within().high() < 0;
    text.append(
        Prose.wrap(
            "On %d prompts; %d had successes alone or failures alone under the base, of which the safety of the other is not known. Selection is what follows from more completions earning the reward; intervals are over prompts, %s %%. %s"
                .formatted(
                    parts.prompts(),
                    parts.leftOut(),
                    TextTable.number(100 * of.confidence(), 0),
                    unexplained
                        ? "The unexplained part is told from 0: the tilt does not describe this"
                            + " run."
                        : "The unexplained part is not told from 0.")));
    return text.toString();
  }

  private static List<String> row(String name, DecompositionMean.Part part) {
    return List.of(
        name,
        TextTable.points(part.value()),
        "[" + TextTable.points(part.low()) + ", " + TextTable.points(part.high()) + "]",
        TextTable.number(100 * part.seOfThesePrompts(), 1));
  }

  private static String covariance(DriftPrediction of) {
    String sign =
        of.covarianceLow() > 0
            ? "above 0: success and safety go together, and training would raise safety"
            : of.covarianceHigh() < 0
                ? "below 0: training would lower safety"
                : "not told from 0, at which a reward of two values leaves safety as it is";
    String graded =
        of.levels() > 2 && (of.covarianceLow() > 0 || of.covarianceHigh() < 0)
            ? ", at large coefficients: with more than two rewards the sign can turn at small ones"
            : "";
    return String.format(
        Locale.ROOT,
        "Covariance of reward and safety within prompts %.4f [%.4f, %.4f]: %s%s.",
        of.covariance(),
        of.covarianceLow(),
        of.covarianceHigh(),
        sign,
        graded);
  }

  private static List<String> row(CoefficientPrediction one) {
    return List.of(
        String.format(Locale.ROOT, "%.3g", one.coefficient()),
        TextTable.points(one.jackknife()),
        TextTable.number(100 * one.seOfThesePrompts(), 1),
        one.tells()
            ? "[" + TextTable.points(one.low()) + ", " + TextTable.points(one.high()) + "]"
            : "-",
        TextTable.number(one.ess(), 0),
        TextTable.number(100 * one.drop(), 1),
        one.tightest() + (one.vacuous() ? ", vacuous" : ""));
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
