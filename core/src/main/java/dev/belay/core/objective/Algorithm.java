package dev.belay.core.objective;

import dev.belay.core.advantage.AdvantageEstimator;
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

  /** The advantage estimators by the names that recipes use, each with its usual settings. */
  public static final Map<String, AdvantageEstimator> ADVANTAGES = AlgorithmPresets.advantages();

  /** The policy losses likewise. */
  public static final Map<String, PolicyLoss> LOSSES = AlgorithmPresets.losses();

  /** The presets by name, with their sources; {@code docs/algorithms/} has a page for each. */
  public static final Map<String, AlgorithmPreset> NAMED = AlgorithmPresets.presets();

  /** The algorithms of the presets by name. */
  public static final Map<String, Algorithm> PRESETS = algorithms();

  private static Map<String, Algorithm> algorithms() {
    Map<String, Algorithm> algorithms = new LinkedHashMap<>();
    NAMED.forEach((name, preset) -> algorithms.put(name, preset.algorithm()));
    return Collections.unmodifiableMap(algorithms);
  }

  /** The name under which recipes know an estimator, whatever its settings. */
  public static String nameOf(AdvantageEstimator advantage) {
    return nameOf(ADVANTAGES, advantage);
  }

  /** The name under which recipes know a policy loss, whatever its settings. */
  public static String nameOf(PolicyLoss loss) {
    return nameOf(LOSSES, loss);
  }

  private static <T> String nameOf(Map<String, T> names, T part) {
    return names.entrySet().stream()
        .filter(entry -> entry.getValue().getClass() == part.getClass())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no name for " + part));
  }

  /** The same with another advantage. */
  public Algorithm withAdvantage(AdvantageEstimator other) {
    return new Algorithm(other, loss, aggregation, entropyCoef);
  }

  /** The same with another weight of the entropy bonus. */
  public Algorithm withEntropyCoef(double coef) {
    return new Algorithm(advantage, loss, aggregation, coef);
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
