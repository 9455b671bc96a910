package dev.belay.core.drift;

import dev.belay.core.stats.ClusteredMean;
import dev.belay.core.stats.FixedPrompts;
import dev.belay.core.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * {@link DecompositionEstimate} over prompts: means of the prompts' parts (drift specification
 * §8.7, §1.6: pooling the completions of several prompts would find a selection where there is
 * none).
 *
 * @param prompts that had successes and failures before, and two completions after
 * @param leftOut the others: without either class before, its safety is not known
 * @param drift the whole change on those prompts
 * @param selection what the theory explains
 * @param within what it does not
 */
public record DecompositionMean(int prompts, int leftOut, Part drift, Part selection, Part within) {

  /**
   * One part.
   *
   * @param value mean over prompts
   * @param low lower end of its normal interval, prompts as a sample
   * @param high upper end
   * @param seOfThesePrompts standard error if the prompts are all there are, by the delta method
   */
  public record Part(double value, double low, double high, double seOfThesePrompts) {}

  /**
   * One prompt's completions.
   *
   * @param g rewards before, 0 or 1, shape {@code [n]}
   * @param s safety before, in [0, 1], shape {@code [n]}
   * @param gAfter rewards after, shape {@code [n']}
   * @param sAfter safety after, shape {@code [n']}
   */
  @SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
  public record Prompt(double[] g, double[] s, double[] gAfter, double[] sAfter) {

    private boolean isUsable() {
      boolean success = false;
      boolean failure = false;
      for (double reward : g) {
        success |= reward == 1;
        failure |= reward == 0;
      }
      return success && failure && gAfter.length >= 2;
    }
  }

  /**
   * Over the prompts that can be decomposed.
   *
   * @param confidence of the intervals, in (0, 1)
   * @return empty if fewer than two can
   */
  public static Optional<DecompositionMean> of(List<Prompt> prompts, double confidence) {
    Require.section("8.7").openUnit("confidence", confidence);
    List<DecompositionEstimate> estimates = new ArrayList<>();
    for (Prompt prompt : prompts) {
      if (prompt.isUsable()) {
        estimates.add(
            DecompositionEstimate.of(prompt.g(), prompt.s(), prompt.gAfter(), prompt.sAfter()));
      }
    }
    if (estimates.size() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        new DecompositionMean(
            estimates.size(),
            prompts.size() - estimates.size(),
            part(estimates, one -> one.parts().drift(), DecompositionEstimate::seDrift, confidence),
            part(
                estimates,
                one -> one.parts().selection(),
                DecompositionEstimate::seSelection,
                confidence),
            part(
                estimates,
                one -> one.parts().within(),
                DecompositionEstimate::seWithin,
                confidence)));
  }

  private static Part part(
      List<DecompositionEstimate> estimates,
      ToDoubleFunction<DecompositionEstimate> value,
      ToDoubleFunction<DecompositionEstimate> se,
      double confidence) {
    ClusteredMean mean =
        ClusteredMean.of(
            estimates.stream().map(one -> new double[] {value.applyAsDouble(one)}).toList());
    Interval interval = mean.promptInterval(confidence);
    return new Part(
        mean.promptMean(),
        interval.low(),
        interval.high(),
        FixedPrompts.ofErrors(estimates.stream().mapToDouble(se).toArray()));
  }
}
