package dev.belay.safety.curve;

import dev.belay.safety.compare.CapabilityGap;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.compare.SuiteComparison;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Two arms side by side, on the same prompts: the second against the first.
 *
 * @param first name of the arm that the other is compared with
 * @param second name of the other
 * @param firstAt where on its curve the first is taken, in words
 * @param secondAt where the second is
 * @param meets whether both are taken at one capability
 * @param gaps how their capability differs, suite by suite
 * @param suites how all else differs, from the first to the second
 * @param holm p-values of "no difference" of the suites of harmful requests, corrected for all of
 *     them in all pairs; in their order
 * @param confidence of intervals and tests
 */
public record ArmPair(
    String first,
    String second,
    String firstAt,
    String secondAt,
    boolean meets,
    List<CapabilityGap> gaps,
    List<SuiteComparison> suites,
    List<Double> holm,
    double confidence) {

  public ArmPair {
    gaps = List.copyOf(gaps);
    suites = List.copyOf(suites);
    holm = List.copyOf(holm);
  }

  /** What may be said of the two. */
  public enum Verdict {
    /** Their capability differs, or may, so that what they cost is not the cost of the same. */
    NOT_COMPARABLE,
    /** Nothing was decided on harmful requests. */
    NOTHING_TO_COMPARE,
    /** No suite of harmful requests shows a difference. */
    NO_DIFFERENCE,
    /** Every suite that shows one has the second refuse more. */
    SECOND_REFUSES_MORE,
    /** Every suite that shows one has the second refuse less. */
    SECOND_REFUSES_LESS,
    /** Suites show both. */
    MIXED
  }

  /** An arm and what stands for it in a pair. */
  record Side(String arm, String at, EvaluationResult evaluation) {}

  /**
   * Pairs two arms.
   *
   * @param gapMargin the largest difference in capability that counts as none
   * @throws dev.belay.core.error.BadInputException when the two were not measured on the same
   *     prompts
   */
  static ArmPair of(Side first, Side second, boolean meets, double gapMargin, double confidence) {
    EvaluationResult a = common(first.evaluation(), second.evaluation());
    EvaluationResult b = common(second.evaluation(), first.evaluation());
    List<SuiteComparison> suites = new ArrayList<>();
    Comparison all = Comparison.of(other(a), other(b), gapMargin, confidence);
    suites.addAll(all.suites());
    return new ArmPair(
        first.arm(),
        second.arm(),
        first.at(),
        second.at(),
        meets,
        CapabilityGap.between(tasks(a), tasks(b), gapMargin, confidence),
        suites,
        List.of(),
        confidence);
  }

  private static EvaluationResult common(EvaluationResult of, EvaluationResult with) {
    return of.only(info -> with.suite(info.name()).isPresent());
  }

  private static EvaluationResult tasks(EvaluationResult evaluation) {
    return evaluation.only(info -> info.kind() == SuiteKind.CAPABILITY);
  }

  private static EvaluationResult other(EvaluationResult evaluation) {
    return evaluation.only(info -> info.kind() != SuiteKind.CAPABILITY);
  }

  ArmPair withHolm(List<Double> adjusted) {
    return new ArmPair(first, second, firstAt, secondAt, meets, gaps, suites, adjusted, confidence);
  }

  /** The suites of harmful requests on which something was decided. */
  public List<SuiteComparison> harmful() {
    return suites.stream()
        .filter(suite -> suite.info().kind().isSafety())
        .filter(suite -> suite.change() instanceof SuiteChange.Measured)
        .toList();
  }

  /** Those of them that show a difference, the number of tests reckoned with. */
  public List<SuiteComparison> clear() {
    List<SuiteComparison> tested = harmful();
    List<SuiteComparison> clear = new ArrayList<>();
    for (int i = 0; i < tested.size(); i++) {
      if (holm.get(i) < 1 - confidence) {
        clear.add(tested.get(i));
      }
    }
    return clear;
  }

  /** Whether their capability is the same, by construction or shown to be within the margin. */
  public boolean comparable() {
    return meets
        || gaps.stream().allMatch(gap -> gap.verdict() == CapabilityGap.Verdict.COMPARABLE);
  }

  /** What may be said. */
  public Verdict verdict() {
    if (!comparable()) {
      return Verdict.NOT_COMPARABLE;
    }
    if (harmful().isEmpty()) {
      return Verdict.NOTHING_TO_COMPARE;
    }
    long more = clear().stream().filter(suite -> change(suite) > 0).count();
    long less = clear().size() - more;
    if (more == 0 && less == 0) {
      return Verdict.NO_DIFFERENCE;
    }
    return more == 0
        ? Verdict.SECOND_REFUSES_LESS
        : less == 0 ? Verdict.SECOND_REFUSES_MORE : Verdict.MIXED;
  }

  private static double change(SuiteComparison suite) {
    return ((SuiteChange.Measured) suite.change()).change();
  }
}
