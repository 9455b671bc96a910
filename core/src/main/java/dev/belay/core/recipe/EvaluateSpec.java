package dev.belay.core.recipe;

import dev.belay.core.stats.Interval;
import java.util.List;
import java.util.Locale;

/**
 * What to measure, before and after, on the same prompts with the same seeds.
 *
 * @param suites what to measure
 * @param attacks how safety suites are asked, such as {@code direct} and {@code prefix-injection};
 *     other suites are always asked directly
 * @param attackOptions options of attacks, such as {@code gcg.steps=50}
 * @param judge who labels completions of safety prompts
 * @param margin the largest drop of the refusal rate that counts as held, fixed before the run
 * @param confidence of the intervals
 * @param judgeIsModelUnderTest whether a judge that is the model under test is meant
 * @param drift how the drift on prompts of safety and over-refusal suites is measured
 */
public record EvaluateSpec(
    List<SuiteSpec> suites,
    List<String> attacks,
    List<String> attackOptions,
    String judge,
    double margin,
    double confidence,
    boolean judgeIsModelUnderTest,
    DriftSpec drift) {

  /** Who judges where a recipe or a command says nothing. */
  public static final String DEFAULT_JUDGE = "embedded";

  /** The margin and the confidence where a recipe gives none. */
  static final double MARGIN = 0.02;

  static final double CONFIDENCE = Interval.DEFAULT_CONFIDENCE;

  /** Suites with a judge; the rest as in a recipe that says nothing else. */
  public static EvaluateSpec of(
      List<SuiteSpec> suites, List<String> attacks, List<String> attackOptions, String judge) {
    return new EvaluateSpec(
        suites,
        attacks,
        attackOptions,
        judge,
        MARGIN,
        CONFIDENCE,
        false,
        DriftSpec.standard(attacks));
  }

  /** The longest completion where a recipe gives none. */
  public static int defaultMaxTokens(Purpose purpose) {
    return switch (purpose) {
      case CAPABILITY -> 256;
      case SAFETY, OVER_REFUSAL -> 64;
    };
  }

  /** Whether anything is measured. */
  public boolean isEmpty() {
    return suites.isEmpty();
  }

  /**
   * One suite.
   *
   * @param name what its results are called, most often the suite's own name such as {@code svamp}
   * @param purpose what it measures
   * @param limit at most so many prompts, chosen by hashed order; 0 takes all
   * @param maxTokens longest completion
   * @param samples completions of each prompt; 1 is a greedy one, more are sampled at temperature 1
   * @param optional whether to go on without it when its files are not found; that is then said
   * @param source where its prompts are
   * @param asked how they are asked
   */
  public record SuiteSpec(
      String name,
      Purpose purpose,
      int limit,
      int maxTokens,
      int samples,
      boolean optional,
      SuiteSource source,
      AskedSpec asked) {

    /** A suite that Belay knows, asked as it is, with one completion of each prompt. */
    public SuiteSpec(String name, Purpose purpose, int limit, int maxTokens, boolean optional) {
      this(
          name,
          purpose,
          limit,
          maxTokens,
          1,
          optional,
          new SuiteSource.Known(name),
          AskedSpec.PLAIN);
    }

    /** The same with so many completions of each prompt. */
    public SuiteSpec withSamples(int completions) {
      return new SuiteSpec(name, purpose, limit, maxTokens, completions, optional, source, asked);
    }

    /** The same asked otherwise. */
    public SuiteSpec withAsked(AskedSpec otherwise) {
      return new SuiteSpec(name, purpose, limit, maxTokens, samples, optional, source, otherwise);
    }
  }

  /** What a suite measures. */
  public enum Purpose {
    CAPABILITY,
    SAFETY,
    OVER_REFUSAL;

    /** The key of {@code evaluate} under which such suites are named. */
    public String snakeCase() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
