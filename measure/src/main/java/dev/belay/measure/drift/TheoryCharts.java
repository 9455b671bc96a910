package dev.belay.measure.drift;

import dev.belay.core.drift.BinaryReward;
import dev.belay.core.drift.KlInverse;
import dev.belay.core.drift.KlToTv;
import dev.belay.core.drift.LogOddsBound;
import dev.belay.core.drift.RangeBound;
import dev.belay.core.plot.Axis;
import dev.belay.core.plot.LineChart;
import dev.belay.core.plot.Point;
import dev.belay.core.plot.Series;
import dev.belay.core.stats.PairedDesign;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** The charts of docs/theory.md, drawn from the formulas that the product uses. */
public final class TheoryCharts {

  private static final int POINTS = 60;
  private static final double ALPHA = 0.05;
  private static final double POWER = 0.8;

  private TheoryCharts() {}

  /** Each chart by the name of its file. */
  public static Map<String, LineChart> all() {
    Map<String, LineChart> charts = new LinkedHashMap<>();
    charts.put("drop-by-kl.svg", dropByKl());
    charts.put("drop-by-coefficient.svg", dropByCoefficient());
    charts.put("prompts-by-margin.svg", promptsByMargin());
    return charts;
  }

  /** By how much safety can have fallen at most, given the KL on the prompts asked about. */
  private static LineChart dropByKl() {
    Axis kl = Axis.log("KL on the safety prompts, nats a completion").from(1e-4, 3);
    return new LineChart(
        "Largest fall of safety that a KL allows",
        kl,
        Axis.linear("percentage points").from(0, 100),
        List.of(
            Series.line("base refuses 95 %", curve(kl, at -> KlInverse.of(0.95, at).maxDrop())),
            Series.line("base refuses 82 %", curve(kl, at -> KlInverse.of(0.82, at).maxDrop())),
            Series.line("base refuses 99 %", curve(kl, at -> KlInverse.of(0.99, at).maxDrop())),
            Series.dashed("Pinsker, any base", curve(kl, at -> KlToTv.of(at).pinsker()))));
  }

  /** By how much the optimum's safety can have fallen at most, given the coefficient. */
  private static LineChart dropByCoefficient() {
    Axis coefficient = Axis.log("KL coefficient, rewards of 0 or 1").from(0.03, 10);
    return new LineChart(
        "Fall of safety at the optimum",
        coefficient,
        Axis.linear("percentage points").from(0, 100),
        List.of(
            Series.line(
                "bound, any base: tanh(1/4β)",
                curve(coefficient, at -> RangeBound.totalVariation(1, at))),
            Series.line(
                "bound, base refuses 95 %",
                curve(coefficient, at -> LogOddsBound.of(0.95, 1, at).maxDrop())),
            Series.line(
                "exact: success 20 %, of it 90 % safe, of failures 96 %",
                curve(coefficient, at -> -BinaryReward.drift(0.2, at, 0.9, 0.96)))));
  }

  /** How many prompts the paired test needs. */
  private static LineChart promptsByMargin() {
    Axis margin = Axis.log("margin, percentage points").from(1, 10);
    return new LineChart(
        "Prompts that certify a margin at 95 %",
        margin,
        Axis.log("prompts"),
        List.of(
            Series.line(
                "exact, none lost",
                counts(margin, at -> PairedDesign.pairsWithoutLoss(at / 100, ALPHA))),
            Series.line("Tango, 2 % of verdicts differ", counts(margin, at -> tango(at, 0.02))),
            Series.line("Tango, 8 % differ", counts(margin, at -> tango(at, 0.08)))));
  }

  private static double tango(double marginPoints, double discordant) {
    return new PairedDesign(marginPoints / 100, 0, discordant, ALPHA, POWER).pairs();
  }

  private static List<Point> curve(Axis axis, DoubleUnaryOperator share) {
    return counts(axis, at -> 100 * share.applyAsDouble(at));
  }

  private static List<Point> counts(Axis axis, DoubleUnaryOperator value) {
    Axis.Range range = axis.range().orElseThrow();
    return IntStream.rangeClosed(0, POINTS)
        .mapToDouble(i -> range.low() * Math.pow(range.high() / range.low(), (double) i / POINTS))
        .mapToObj(at -> Point.of(at, value.applyAsDouble(at)))
        .toList();
  }
}
