package dev.belay.core.recipe;

import dev.belay.core.objective.TokenWeights;
import java.util.Optional;

/** Reads {@code train.token_weights}: how close each of the task's tokens stays to its start. */
final class TokenWeightsReader {

  private static final String PAGE = "defences/token-weights.md";

  private static final Key TOKEN_WEIGHTS =
      Key.of(
              "token_weights",
              "weighs each of the task's tokens by how far it has gone from the model before"
                  + " training, above all the first ones")
          .source(PAGE);

  private TokenWeightsReader() {}

  static Optional<TokenWeights> read(Section section) {
    return section.optionalSection(TOKEN_WEIGHTS, TokenWeightsReader::weights);
  }

  static void refuse(Section section, String why) {
    section.refuse(TOKEN_WEIGHTS, why);
  }

  /** The KL's reference is what tokens are held to, so that it has to stand still. */
  static void refuseMoving(
      Section section, Optional<TokenWeights> weights, ReferenceSpec reference) {
    if (weights.isPresent() && !(reference instanceof ReferenceSpec.Fixed)) {
      section.issue(
          TOKEN_WEIGHTS.name(),
          "holds tokens to the model before training, but kl.reference follows the policy. Take"
              + " kl.reference: fixed, or drop one of them.");
    }
  }

  private static TokenWeights weights(Section section) {
    TokenWeights usual = TokenWeights.DEFAULT;
    return new TokenWeights(
        beta(section, "first", "of the first token", usual.first()),
        beta(section, "early", "of the tokens after it", usual.early()),
        beta(section, "rest", "of all later tokens", usual.rest()),
        section.count(
            Key.of("early_positions", "how many tokens `first` and `early` are of together")
                .unit("tokens")
                .source(PAGE),
            usual.earlyPositions(),
            1));
  }

  private static double beta(Section section, String name, String whose, double usual) {
    return section.number(
        Key.of(name, "β " + whose + ": it may rise by about 1/β before its gradient dies")
            .unit("1 / nat")
            .source("arXiv:2406.05946"),
        usual,
        value -> value > 0,
        "above 0");
  }
}
