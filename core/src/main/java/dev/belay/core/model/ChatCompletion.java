package dev.belay.core.model;

import java.util.Arrays;
import java.util.List;

/**
 * What a model answered in a conversation.
 *
 * @param text after the prefill, without the end of the turn
 * @param tokenIds the ids, shape {@code [T]}; empty when a server does not say them
 * @param tokens how many there are; 0 when a server does not say so either
 * @param promptTokens tokens that the model read; 0 when they were not counted
 * @param finishReason why it ended; a server does not tell the end of the turn from a stop string,
 *     so both are {@link FinishReason#EOS} there
 */
public record ChatCompletion(
    String text, List<Integer> tokenIds, int tokens, int promptTokens, FinishReason finishReason) {

  public ChatCompletion {
    tokenIds = List.copyOf(tokenIds);
  }

  /** A completion of Belay's own engine. */
  public static ChatCompletion of(Completion completion, int promptTokens) {
    return new ChatCompletion(
        completion.text(),
        Arrays.stream(completion.tokenIds()).boxed().toList(),
        completion.length(),
        promptTokens,
        completion.finishReason());
  }
}
