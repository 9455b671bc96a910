package dev.belay.core.objective;

import dev.belay.core.advantage.AdvantageEstimator;
import dev.belay.core.advantage.BatchMeanBaseline;
import dev.belay.core.advantage.DrGrpo;
import dev.belay.core.advantage.Grpo;
import dev.belay.core.advantage.Rloo;
import dev.belay.core.advantage.StdKind;
import dev.belay.core.error.BadInputException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A policy-gradient algorithm: which advantage, which loss, which mean. Names without a prefix
 * follow the paper.
 */
public record Algorithm(
    String name, AdvantageEstimator advantage, PolicyLoss loss, LossAggregation aggregation) {

  private static final PolicyLoss PPO_CLIP = new ClippedPolicyLoss(0.2, 0.2);
  private static final AdvantageEstimator GROUP = new Grpo(StdKind.SAMPLE, 1e-4);

  /**
   * The presets.
   *
   * <ul>
   *   <li>{@code grpo}: DeepSeekMath, arXiv 2402.03300.
   *   <li>{@code dr-grpo}: arXiv 2503.20783: no division by the group's deviation nor by length.
   *   <li>{@code dapo}: arXiv 2503.14476: a higher upper clip and the token mean. Its dynamic
   *       sampling and overlong penalty belong to the rollout and the reward.
   *   <li>{@code rloo}: arXiv 2402.14740: leave-one-out baseline, no clip, sequence sums.
   *   <li>{@code reinforce}: Williams 1992 with the batch's mean as baseline.
   * </ul>
   */
  public static final List<Algorithm> PRESETS =
      List.of(
          new Algorithm("grpo", GROUP, PPO_CLIP, LossAggregation.SEQ_MEAN_TOKEN_MEAN),
          new Algorithm("dr-grpo", new DrGrpo(), PPO_CLIP, LossAggregation.CONSTANT),
          new Algorithm(
              "dapo", GROUP, new ClippedPolicyLoss(0.2, 0.28), LossAggregation.TOKEN_MEAN),
          new Algorithm(
              "rloo", new Rloo(), new ReinforceLoss(), LossAggregation.SEQ_MEAN_TOKEN_SUM),
          new Algorithm(
              "reinforce",
              new BatchMeanBaseline(),
              new ReinforceLoss(),
              LossAggregation.SEQ_MEAN_TOKEN_SUM));

  /**
   * The preset of that name.
   *
   * @throws BadInputException if there is none, naming those there are
   */
  public static Algorithm named(String name) {
    return PRESETS.stream()
        .filter(preset -> preset.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "train.algorithm: there is no algorithm \"%s\"; allowed are %s."
                        .formatted(
                            name,
                            PRESETS.stream()
                                .map(Algorithm::name)
                                .collect(Collectors.joining(", ")))));
  }
}
