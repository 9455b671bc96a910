package dev.belay.core.objective;

/**
 * What a policy says of P pairs. The implicit reward of a completion is β times its log-ratio to
 * the reference, as the loss takes it (arXiv:2305.18290, eq. 5).
 *
 * @param pairs P
 * @param chosenReward mean implicit reward of the chosen completions
 * @param rejectedReward mean implicit reward of the rejected ones
 * @param chosenLogProb mean log-prob of a whole chosen completion in nats
 * @param rejectedLogProb mean log-prob of a whole rejected completion in nats
 * @param right pairs whose chosen completion has the larger implicit reward
 * @param tied pairs whose completions have the same one, as all have before the first update
 */
public record PreferenceStatistics(
    int pairs,
    double chosenReward,
    double rejectedReward,
    double chosenLogProb,
    double rejectedLogProb,
    int right,
    int tied) {

  /** Mean of the chosen completion's implicit reward less that of the rejected one. */
  public double margin() {
    return chosenReward - rejectedReward;
  }

  /** Pairs that are not tied. */
  public int decided() {
    return pairs - tied;
  }
}
