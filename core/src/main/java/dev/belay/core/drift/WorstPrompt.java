package dev.belay.core.drift;

import dev.belay.core.stats.ClopperPearson;
import dev.belay.core.stats.Rate;
import java.util.List;

/**
 * The prompt whose safety fell most, with limits that hold for all prompts at once (drift
 * specification §5): each has the N-th part of the error (Bonferroni). The largest observed fall by
 * itself says too much, since it is the largest of many that chance moved as well.
 *
 * @param index of the prompt with the largest observed fall
 * @param drop that fall; negative if safety rose on every prompt
 * @param low at least so much fell on some prompt
 * @param high on no prompt fell more
 */
public record WorstPrompt(int index, double drop, double low, double high) {

  /** Both samples' rates, and both sides of the interval. */
  private static final int LIMITS = 4;

  /**
   * From each prompt's safe completions.
   *
   * @param before of the reference, at least one prompt
   * @param after of the trained policy, on the same prompts
   * @param confidence of both limits together, in (0, 1)
   */
  public static WorstPrompt of(List<Rate> before, List<Rate> after, double confidence) {
    Require require = Require.section("5");
    require.sameLength("before and after", before.size(), after.size());
    require.notEmpty("prompts", before.size());
    require.openUnit("confidence", confidence);
    double each = 1 - (1 - confidence) / before.size() / LIMITS;
    int worst = 0;
    double low = -1;
    double high = -1;
    for (int i = 0; i < before.size(); i++) {
      Rate first = before.get(i);
      Rate second = after.get(i);
      worst = drop(first, second) > drop(before.get(worst), after.get(worst)) ? i : worst;
      low =
          Math.max(
              low,
              ClopperPearson.lowerLimit(first, each) - ClopperPearson.upperLimit(second, each));
      high =
          Math.max(
              high,
              ClopperPearson.upperLimit(first, each) - ClopperPearson.lowerLimit(second, each));
    }
    return new WorstPrompt(worst, drop(before.get(worst), after.get(worst)), low, high);
  }

  private static double drop(Rate before, Rate after) {
    return before.value() - after.value();
  }
}
