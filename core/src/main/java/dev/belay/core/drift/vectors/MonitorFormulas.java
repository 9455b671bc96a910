package dev.belay.core.drift.vectors;

import static dev.belay.core.drift.vectors.Field.number;
import static dev.belay.core.drift.vectors.Field.numbers;

import dev.belay.core.drift.Require;
import dev.belay.core.stats.BettingEProcess;
import dev.belay.core.stats.ConfidenceSequence;
import dev.belay.core.stats.EProcess;
import dev.belay.core.stats.GridEbSequence;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.PredictableEbSequence;
import dev.belay.core.stats.SpendingEProcess;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Section 7.4: e-processes and confidence sequences, by {@code core.stats}. */
final class MonitorFormulas {
  private static final String SECTION = "7.4";
  private static final List<Field> DRAWS =
      List.of(numbers("x"), number("eps"), number("alpha"), numbers("lambdas"));

  private MonitorFormulas() {}

  static List<VectorFormula> all() {
    return List.of(
        new VectorFormula(
            "eAlarm",
            SECTION,
            DRAWS,
            List.of("logE", "firstCrossing", "anytimeP"),
            in -> path(in, BettingEProcess.alarm(margin(in), stakes(in, 1 + in.number("eps"))))),
        new VectorFormula(
            "eCertify",
            SECTION,
            DRAWS,
            List.of("logE", "firstCrossing", "anytimeP"),
            in -> path(in, BettingEProcess.certify(margin(in), stakes(in, 1 - in.number("eps"))))),
        new VectorFormula(
            "eSpendingAlarm",
            SECTION,
            DRAWS,
            List.of("logE", "firstCrossing", "anytimeP"),
            in -> path(in, new SpendingEProcess(margin(in), stakes(in, 1 + in.number("eps"))))),
        new VectorFormula(
            "predictableEbCs",
            SECTION,
            List.of(numbers("x"), number("alpha")),
            List.of("lo", "hi"),
            in -> path(in, new PredictableEbSequence(alpha(in)))),
        new VectorFormula(
            "gridEbCs",
            SECTION,
            List.of(numbers("x"), number("alpha"), numbers("lambdas")),
            List.of("lo", "hi"),
            in -> path(in, new GridEbSequence(alpha(in), stakes(in, 1)))));
  }

  private static double margin(Inputs in) {
    double eps = in.number("eps");
    return in.require().inside("eps", eps, eps > -1 && eps < 1, "lie in (-1, 1)");
  }

  private static double alpha(Inputs in) {
    return in.require().openUnit("alpha", in.number("alpha"));
  }

  /** Stakes that cannot lose everything at once: below 1/worst. */
  private static double[] stakes(Inputs in, double worst) {
    double[] stakes = in.numbers("lambdas");
    Require require = in.require();
    if (stakes.length == 0) {
      throw require.outOfRange("lambdas must not be empty");
    }
    for (int k = 0; k < stakes.length; k++) {
      require.inside(
          "lambdas[" + k + "]",
          stakes[k],
          stakes[k] > 0 && stakes[k] * worst < 1,
          "lie in (0, %s)".formatted(1 / worst));
    }
    return stakes;
  }

  private static double[] draws(Inputs in) {
    double[] draws = in.numbers("x");
    in.require().notEmpty("x", draws.length);
    for (int i = 0; i < draws.length; i++) {
      in.require().signedUnit("x[" + i + "]", draws[i]);
    }
    return draws;
  }

  private static Map<String, Object> path(Inputs in, EProcess process) {
    double threshold = EProcess.threshold(alpha(in));
    double[] logE = process.observeAll(draws(in));
    double first = -1;
    for (int i = logE.length - 1; i >= 0; i--) {
      first = logE[i] >= threshold ? i + 1.0 : first;
    }
    Map<String, Object> out = new HashMap<>();
    out.put("logE", logE);
    out.put("firstCrossing", first);
    out.put("anytimeP", process.anytimeP());
    return out;
  }

  private static Map<String, Object> path(Inputs in, ConfidenceSequence sequence) {
    Interval[] intervals = sequence.observeAll(draws(in));
    return Map.of("lo", ends(intervals, Interval::low), "hi", ends(intervals, Interval::high));
  }

  private static double[] ends(Interval[] intervals, ToDoubleFunction<Interval> end) {
    return Arrays.stream(intervals).mapToDouble(end).toArray();
  }
}
