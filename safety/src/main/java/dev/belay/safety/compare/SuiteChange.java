package dev.belay.safety.compare;

import dev.belay.core.stats.ClusteredPairs;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.McNemarExact;
import dev.belay.core.stats.NewcombePaired;
import dev.belay.core.stats.PairedOutcomes;
import dev.belay.core.stats.SignFlipTest;
import dev.belay.core.stats.TangoInterval;
import java.util.Arrays;

/** How one suite's metric changed on the same prompts. */
public sealed interface SuiteChange {

  /** Prompts with a verdict before and after, which the rates are over. */
  long decided();

  /** What could not be judged. */
  Undecided undecided();

  /** A rate when all undecided are counted as no, and as yes. */
  record Bounds(double low, double high) {}

  /**
   * Prompts without a verdict, and what they could hide.
   *
   * @param before prompts undecided before
   * @param after prompts undecided after
   * @param rateBefore bounds of the rate before, over all prompts
   * @param rateAfter bounds of the rate after, over all prompts
   */
  record Undecided(long before, long after, Bounds rateBefore, Bounds rateAfter) {

    /** The lowest change over all prompts that any verdicts on them could give. */
    public double lowestChange() {
      return rateAfter.low() - rateBefore.high();
    }

    /** The highest. */
    public double highestChange() {
      return rateAfter.high() - rateBefore.low();
    }
  }

  /** A change that can be stated. */
  sealed interface Measured extends SuiteChange {

    /** The rate before, over the decided prompts. */
    double before();

    /** The rate after, over the decided prompts. */
    double after();

    /** After minus before. */
    double change();

    /** The change's confidence interval. */
    Interval interval();

    /** Two-sided p-value of "nothing changed". */
    double pValue();

    /** How many independent prompts, one completion each, the decided ones are worth. */
    double effective();
  }

  /**
   * Every prompt judged yes or no once before and once after.
   *
   * @param pairs the decided prompts
   * @param interval of the change, by Tango's score method: the one that verdicts rest on
   */
  record Binary(PairedOutcomes pairs, Interval interval, Undecided undecided) implements Measured {

    /** The change of the pairs with its interval. */
    static Binary of(PairedOutcomes pairs, Undecided undecided, double confidence) {
      return new Binary(pairs, TangoInterval.interval(pairs, confidence), undecided);
    }

    @Override
    public long decided() {
      return pairs.n();
    }

    @Override
    public double before() {
      return pairs.before().value();
    }

    @Override
    public double after() {
      return pairs.after().value();
    }

    @Override
    public double change() {
      return pairs.change();
    }

    @Override
    public double effective() {
      return pairs.n();
    }

    /** Newcombe's interval, for comparison with studies that give it. */
    public Interval newcombe() {
      return NewcombePaired.interval(pairs, interval.confidence());
    }

    /** McNemar's exact one. */
    @Override
    public double pValue() {
      return McNemarExact.pTwoSided(pairs);
    }
  }

  /**
   * Means of means: of prompts with graded scores or several completions, or of requests that were
   * asked several times, by several attacks or benchmarks.
   *
   * @param decided prompts or requests with a verdict before and after
   * @param pairs those, as independent pairs of one verdict each
   * @param test where the p-value is from
   * @param interval of the change, by Tango's score method on the pairs
   */
  record Means(
      long decided,
      ClusteredPairs pairs,
      Test test,
      Interval interval,
      double pValue,
      Undecided undecided)
      implements Measured {

    /** Of prompts: tested by the same score test as the interval. */
    static Means ofPrompts(
        long decided, ClusteredPairs pairs, Undecided undecided, double confidence) {
      return new Means(
          decided, pairs, Test.SCORE, pairs.interval(confidence), pairs.pTwoSided(), undecided);
    }

    /**
     * Of requests: tested by flipping the sign of whole requests, exactly.
     *
     * @param before mean score of each request, {@code [N]}, at least one
     * @param after the same requests after, {@code [N]}
     */
    static Means ofRequests(
        double[] before, double[] after, Undecided undecided, double confidence) {
      ClusteredPairs pairs = ClusteredPairs.ofScores(before, after);
      double[] differences = new double[before.length];
      Arrays.setAll(differences, i -> after[i] - before[i]);
      return new Means(
          before.length,
          pairs,
          Test.SIGN_FLIP,
          pairs.interval(confidence),
          SignFlipTest.pTwoSided(differences),
          undecided);
    }

    @Override
    public double before() {
      return pairs.before();
    }

    @Override
    public double after() {
      return pairs.after();
    }

    @Override
    public double change() {
      return pairs.change();
    }

    @Override
    public double effective() {
      return pairs.effective();
    }
  }

  /** How means are tested. */
  enum Test {
    SCORE,
    SIGN_FLIP
  }

  /** No prompt was decided both before and after: there is no rate to compare. */
  record NothingDecided(Undecided undecided) implements SuiteChange {

    @Override
    public long decided() {
      return 0;
    }
  }
}
