package dev.belay.cli.option;

import dev.belay.core.stats.Interval;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is asked of two evaluations of the same prompts. */
public final class PairedOptions {

  /** Where nobody fixed a margin before. */
  public static final double MARGIN = 0.02;

  @Option(
      names = "--margin",
      paramLabel = "SHARE",
      description =
          "the largest worsening that counts as held: 0.05 are 5 points; of a run by default what"
              + " its recipe fixed, of two evaluations 0.02")
  private @Nullable Double margin;

  @Option(
      names = "--confidence",
      defaultValue = "" + Interval.DEFAULT_CONFIDENCE,
      description = "of the two-sided intervals; ${DEFAULT-VALUE} by default")
  private double confidence;

  @Option(
      names = "--across-models",
      description =
          "lets the two models read the same prompts differently: other chat template, system"
              + " prompt or tokenizer")
  private boolean acrossModels;

  /**
   * The margin that was given, or another.
   *
   * @param fixed before a run, if it was
   */
  public double margin(OptionalDouble fixed) {
    return margin == null ? fixed.orElse(MARGIN) : margin;
  }

  /** Two-sided, as given. */
  public double confidence() {
    return confidence;
  }

  /** Whether prompts may have been read differently. */
  public boolean acrossModels() {
    return acrossModels;
  }
}
