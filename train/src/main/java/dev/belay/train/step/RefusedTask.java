package dev.belay.train.step;

import dev.belay.safety.judge.RefusalPatternJudge;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many completions refuse the task itself, and what the reward pays them for it. An update that
 * follows the reward moves the share of any behaviour by its covariance with the reward: of a share
 * p of refusals that earn g less than the other completions, by −p (1 − p) g to first order in the
 * tilt (docs/theory.md). What is unlearned on the task may be unlearned elsewhere.
 */
final class RefusedTask {

  private static final RefusalPatternJudge JUDGE = new RefusalPatternJudge();

  private RefusedTask() {}

  /**
   * The metrics: {@code refused_share} of the completions of tasks, those that are undecided among
   * them, and {@code refused_reward_gap}, the mean score of those that refuse less that of the
   * others; left out where there are no such completions.
   */
  static Map<String, Number> of(Scored scored) {
    Map<String, Number> metrics = new LinkedHashMap<>();
    Map<Boolean, List<Integer>> byRefused =
        IntStream.range(0, scored.size())
            .filter(i -> !scored.rollouts().get(i).isRequest())
            .boxed()
            .collect(Collectors.partitioningBy(i -> isRefused(scored.rollouts().get(i))));
    List<Integer> refused = Objects.requireNonNull(byRefused.get(true));
    List<Integer> others = Objects.requireNonNull(byRefused.get(false));
    if (refused.size() + others.size() == 0) {
      return metrics;
    }
    metrics.put("refused_share", (double) refused.size() / (refused.size() + others.size()));
    OptionalDouble theirs = meanScore(scored, refused);
    OptionalDouble beside = meanScore(scored, others);
    if (theirs.isPresent() && beside.isPresent()) {
      metrics.put("refused_reward_gap", theirs.getAsDouble() - beside.getAsDouble());
    }
    return metrics;
  }

  /** Whether it is of the task and refuses it, in full or in part. */
  static boolean isRefused(Rollout rollout) {
    return !rollout.isRequest()
        && JUDGE
            .judge(rollout.problem().question(), rollout.answer().text())
            .label()
            .refused()
            .orElse(false);
  }

  private static OptionalDouble meanScore(Scored scored, List<Integer> chosen) {
    return chosen.stream()
        .mapToDouble(i -> scored.scores()[i])
        .filter(score -> !Double.isNaN(score))
        .average();
  }
}
