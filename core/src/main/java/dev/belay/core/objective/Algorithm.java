package dev.belay.core.objective;

import dev.belay.core.advantage.AdvantageEstimator;
import dev.belay.core.advantage.BatchMeanBaseline;
import dev.belay.core.advantage.DrGrpo;
import dev.belay.core.advantage.Grpo;
import dev.belay.core.advantage.Opo;
import dev.belay.core.advantage.ReinforcePlusPlusBaseline;
import dev.belay.core.advantage.Rloo;
import dev.belay.core.advantage.StdKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A policy-gradient algorithm: which advantage, which loss, which mean, which entropy bonus. A
 * recipe names a preset and may override each part.
 *
 * @param entropyCoef weight of the entropy bonus, 0 or more; 0 for none
 */
public record Algorithm(
    AdvantageEstimator advantage,
    PolicyLoss loss,
    LossAggregation aggregation,
    double entropyCoef) {

  /** The advantage estimators by the names that recipes use. */
  public static final Map<String, AdvantageEstimator> ADVANTAGES = advantages();

  /**
   * The presets by name; {@code docs/algorithms/} has a page for each family.
   *
   * <ul>
   *   <li>{@code grpo}: DeepSeekMath, arXiv 2402.03300.
   *   <li>{@code dr-grpo}: arXiv 2503.20783: no division by the group's deviation nor by length.
   *   <li>{@code dapo}: arXiv 2503.14476: a higher upper clip and the token mean; a recipe that
   *       names it has dynamic sampling and the overlong penalty by default.
   *   <li>{@code gspo}: arXiv 2507.18071: one ratio a completion, with the paper's narrow clip.
   *   <li>{@code rloo}: arXiv 2402.14740: leave-one-out baseline, no clip, sequence sums.
   *   <li>{@code opo}: arXiv 2505.23585: length-weighted baseline, no clip, sequence sums.
   *   <li>{@code reinforce++-baseline}: arXiv 2501.03262: group mean, whitened over all tokens.
   *   <li>{@code reinforce}: Williams 1992 with the batch's mean as baseline.
   * </ul>
   */
  public static final Map<String, Algorithm> PRESETS = presets();

  private static Map<String, AdvantageEstimator> advantages() {
    Map<String, AdvantageEstimator> advantages = new LinkedHashMap<>();
    advantages.put("group-mean-std", new Grpo(StdKind.SAMPLE, 1e-4));
    advantages.put("group-mean", new DrGrpo());
    advantages.put("leave-one-out", new Rloo());
    advantages.put("length-weighted", new Opo());
    advantages.put("token-whitened", new ReinforcePlusPlusBaseline(StdKind.POPULATION));
    advantages.put("batch-mean", new BatchMeanBaseline());
    return Collections.unmodifiableMap(advantages);
  }

  private static Map<String, Algorithm> presets() {
    AdvantageEstimator group = new Grpo(StdKind.SAMPLE, 1e-4);
    PolicyLoss clip = ClippedPolicyLoss.ofTokens(0.2, 0.2);
    PolicyLoss sequenceClip = new ClippedPolicyLoss(RatioLevel.SEQUENCE, 3e-4, 4e-4, 0);
    PolicyLoss reinforce = new ReinforceLoss();
    Map<String, Algorithm> presets = new LinkedHashMap<>();
    presets.put("grpo", new Algorithm(group, clip, LossAggregation.SEQ_MEAN_TOKEN_MEAN, 0));
    presets.put("dr-grpo", new Algorithm(new DrGrpo(), clip, LossAggregation.CONSTANT, 0));
    presets.put(
        "dapo",
        new Algorithm(group, ClippedPolicyLoss.ofTokens(0.2, 0.28), LossAggregation.TOKEN_MEAN, 0));
    presets.put("gspo", new Algorithm(group, sequenceClip, LossAggregation.SEQ_MEAN_TOKEN_MEAN, 0));
    presets.put(
        "rloo", new Algorithm(new Rloo(), reinforce, LossAggregation.SEQ_MEAN_TOKEN_SUM, 0));
    presets.put("opo", new Algorithm(new Opo(), reinforce, LossAggregation.SEQ_MEAN_TOKEN_SUM, 0));
    presets.put(
        "reinforce++-baseline",
        new Algorithm(
            new ReinforcePlusPlusBaseline(StdKind.POPULATION),
            clip,
            LossAggregation.TOKEN_MEAN,
            0));
    presets.put(
        "reinforce",
        new Algorithm(new BatchMeanBaseline(), reinforce, LossAggregation.SEQ_MEAN_TOKEN_SUM, 0));
    return Collections.unmodifiableMap(presets);
  }

  /** The name under which recipes know an estimator. */
  public static String nameOf(AdvantageEstimator advantage) {
    return ADVANTAGES.entrySet().stream()
        .filter(entry -> entry.getValue().equals(advantage))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no name for " + advantage));
  }

  /**
   * What an update on a rollout minimises.
   *
   * @param counted tokens of each completion that count in the loss, shape {@code [B]}: all of them
   *     or, where it is masked, 0
   * @param advantages of each token, shape {@code [M]}
   * @param kl a penalty in the loss, if there is one
   * @param maxCompletionTokens what {@link LossAggregation#CONSTANT} divides by
   */
  public PolicyObjective objective(
      RolloutBatch batch,
      int[] counted,
      double[] advantages,
      Optional<KlTerm> kl,
      int maxCompletionTokens) {
    double[] weights = aggregation.tokenWeights(counted, maxCompletionTokens);
    return new PolicyObjective(batch, advantages, weights, loss, kl.orElse(null), entropyCoef);
  }
}
