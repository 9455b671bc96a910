package dev.belay.safety.curve;

import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SuiteResult;
import java.nio.file.Path;

/**
 * One model of a curve, measured.
 *
 * @param name such as {@code base}, {@code weights 0.25}, {@code step 20} or {@code tuned}
 * @param position how far along the curve: a share of the way, or a step
 * @param folder of the evaluation
 */
public record CurvePoint(String name, double position, Path folder, EvaluationResult evaluation) {

  /** The model before training. */
  public static final String BASE = "base";

  /** The model after training. */
  public static final String TUNED = "tuned";

  /** Prompts without a verdict, of all suites. */
  public long undecided() {
    return evaluation.suites().stream().mapToLong(CurvePoint::undecided).sum();
  }

  /** Prompts of all suites. */
  public long prompts() {
    return evaluation.suites().stream().mapToLong(suite -> suite.byPrompt().size()).sum();
  }

  /** Prompts of a suite without a verdict. */
  public static long undecided(SuiteResult suite) {
    return suite.byPrompt().size() - MeanRate.decided(suite);
  }
}
