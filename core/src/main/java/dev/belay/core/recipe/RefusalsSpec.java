package dev.belay.core.recipe;

import java.util.List;

/**
 * The model's own refusals gone over again while it trains, and as many of its answers to harmless
 * requests: cross-entropy on what it said before training.
 *
 * @param refuse where the requests come from that it refuses
 * @param answer where the harmless ones come from that it answers
 * @param maxCompletionTokens longest completion
 * @param strength how much of a say they have
 */
public record RefusalsSpec(
    List<DataSpec> refuse, List<DataSpec> answer, int maxCompletionTokens, Strength strength) {

  public RefusalsSpec {
    refuse = List.copyOf(refuse);
    answer = List.copyOf(answer);
  }

  /** How much of a say they have. */
  public sealed interface Strength {}

  /**
   * A term of the loss, in every update of every method.
   *
   * @param coef γ, the weight of the mean over their tokens
   * @param promptsPerStep prompts of an update, half of each kind
   */
  public record Term(double coef, int promptsPerStep) implements Strength {}

  /**
   * A part of the data of supervised fine-tuning.
   *
   * @param share of all that is learned, half of it of each kind
   */
  public record Mixed(double share) implements Strength {}
}
