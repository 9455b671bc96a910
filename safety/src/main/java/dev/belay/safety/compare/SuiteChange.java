package dev.belay.safety.compare;

import dev.belay.core.stats.Interval;
import dev.belay.core.stats.McNemarExact;
import dev.belay.core.stats.NewcombePaired;
import dev.belay.core.stats.PairedOutcomes;
import dev.belay.core.stats.TangoInterval;

/** How one suite's metric changed on the same prompts. */
public sealed interface SuiteChange {

  /** Prompts with a verdict before and after, which the rates are over. */
  long decided();

  /** What could not be judged. */
  Undecided undecided();

  /**
   * Prompts without a verdict, and what they could hide.
   *
   * @param before prompts undecided before
   * @param after prompts undecided after
   * @param lowestChange the lowest change over all prompts that any verdicts on them could give
   * @param highestChange the highest
   */
  record Undecided(long before, long after, double lowestChange, double highestChange) {}

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

    /** Newcombe's interval, for comparison with studies that give it. */
    public Interval newcombe() {
      return NewcombePaired.interval(pairs, interval.confidence());
    }

    /** Exact two-sided p-value of "nothing changed". */
    public double pValue() {
      return McNemarExact.pTwoSided(pairs);
    }
  }

  /**
   * Graded scores, or several completions a prompt: means of the prompts' means.
   *
   * @param interval of the change, by bootstrap over prompts
   */
  record Graded(long decided, double before, double after, Interval interval, Undecided undecided)
      implements Measured {

    @Override
    public double change() {
      return after - before;
    }
  }

  /** No prompt was decided both before and after: there is no rate to compare. */
  record NothingDecided(Undecided undecided) implements SuiteChange {

    @Override
    public long decided() {
      return 0;
    }
  }
}
