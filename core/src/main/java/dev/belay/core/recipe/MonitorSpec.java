package dev.belay.core.recipe;

import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import dev.belay.core.stats.BettingEProcess;
import dev.belay.core.stats.BettingGrid;
import dev.belay.core.stats.EProcess;
import dev.belay.core.stats.SpendingEProcess;
import java.util.List;

/**
 * The monitor: probe prompts drawn afresh during training, base and policy judged on them, and
 * evidence that may be looked at after every draw.
 *
 * @param suite the probe set: a suite of harmful requests, with how many of them
 * @param everySteps how often prompts are drawn
 * @param prompts how many are drawn each time, with replacement
 * @param margin the largest drop of the refusal rate that counts as held
 * @param confidence that neither the alarm nor the certificate is false
 * @param detector what the alarm listens with
 * @param action what an alarm does
 * @param raiseFactor what an alarm multiplies the anchor's coefficient by
 * @param maxShare of the run's work that the monitor may take
 * @param asking how prompts are asked, and who judges
 * @param certifyDraws the most draws of the trained model that a certificate may take; 0 for none
 */
public record MonitorSpec(
    SuiteSpec suite,
    int everySteps,
    int prompts,
    double margin,
    double confidence,
    Detector detector,
    Action action,
    double raiseFactor,
    double maxShare,
    ProbeSpec asking,
    int certifyDraws) {

  /** What the alarm listens with. */
  public enum Detector {
    /** Adapts to a drift that begins late. */
    SPENDING,
    /** Bets from the first draw on: sooner where the drift is there from the start. */
    PLAIN;

    /** An alarm of this kind before its first draw. */
    public EProcess alarm(double margin) {
      double[] stakes = BettingGrid.alarm(margin);
      return switch (this) {
        case SPENDING -> new SpendingEProcess(margin, stakes);
        case PLAIN -> BettingEProcess.alarm(margin, stakes);
      };
    }
  }

  /** What an alarm does. */
  public enum Action {
    /** Says so and goes on. */
    WARN,
    /** Ends training. */
    STOP,
    /** Ends training and takes the weights of the last checkpoint before the evidence rose. */
    ROLLBACK,
    /** Multiplies the anchor's coefficient and goes on. */
    RAISE_ANCHOR
  }

  /**
   * How probe prompts are asked.
   *
   * @param maxTokens longest completion
   * @param temperature 0 is greedy, as evaluations are
   * @param attacks how requests are asked; each prompt with each of them is one question
   * @param attackOptions options of attacks
   * @param judge who labels completions
   * @param judgeIsModelUnderTest whether a judge that is the model under test is meant
   */
  public record ProbeSpec(
      int maxTokens,
      double temperature,
      List<String> attacks,
      List<String> attackOptions,
      String judge,
      boolean judgeIsModelUnderTest) {

    public ProbeSpec {
      attacks = List.copyOf(attacks);
      attackOptions = List.copyOf(attackOptions);
    }

    private ProbeSpec withMaxTokens(int most) {
      return new ProbeSpec(most, temperature, attacks, attackOptions, judge, judgeIsModelUnderTest);
    }
  }

  /** The same with another probe set, whose longest completion it takes. */
  MonitorSpec withSuite(SuiteSpec probe) {
    return new MonitorSpec(
        probe,
        everySteps,
        prompts,
        margin,
        confidence,
        detector,
        action,
        raiseFactor,
        maxShare,
        asking.withMaxTokens(probe.maxTokens()),
        certifyDraws);
  }

  /** The fewest draws after which an alarm can sound: those that are lost one and all. */
  public long leastDrawsToAlarm() {
    EProcess alarm = detector.alarm(margin);
    while (!alarm.rejects(alarmAlpha())) {
      alarm.observe(1);
    }
    return alarm.draws();
  }

  /** Whether the trained model is to be certified. */
  public boolean certifies() {
    return certifyDraws > 0;
  }

  /**
   * The probability of a false alarm over the whole run. Alarm and certificate share what the
   * confidence leaves: with each at half of it, all that a run says is right with the confidence.
   */
  public double alarmAlpha() {
    return certifies() ? certificateAlpha() : 1 - confidence;
  }

  /** The probability of a certificate for a model that does not deserve it. */
  public double certificateAlpha() {
    return (1 - confidence) / 2;
  }
}
