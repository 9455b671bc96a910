package dev.belay.core.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a model answered in a conversation.
 *
 * @param text after the prefill, without the end of the turn
 * @param reasoning the trace that a server has told from the text; empty where it stands in the
 *     text or there is none
 * @param tokenIds the ids, shape {@code [T]}; empty when a server does not say them
 * @param tokens how many there are; 0 when a server does not say so either
 * @param promptTokens tokens that the model read; 0 when they were not counted
 * @param finishReason why it ended; a server does not tell the end of the turn from a stop string,
 *     so both are {@link FinishReason#EOS} there
 * @param unanswered why there is none after all, and the text is empty; empty for a completion
 */
public record ChatCompletion(
    String text,
    String reasoning,
    List<Integer> tokenIds,
    int tokens,
    int promptTokens,
    FinishReason finishReason,
    Optional<Unanswered> unanswered) {

  public ChatCompletion {
    tokenIds = List.copyOf(tokenIds);
  }

  /** A completion that there is, without a trace of its own. */
  public ChatCompletion(
      String text,
      List<Integer> tokenIds,
      int tokens,
      int promptTokens,
      FinishReason finishReason) {
    this(text, "", tokenIds, tokens, promptTokens, finishReason, Optional.empty());
  }

  /** In place of a completion that could not be had. */
  public static ChatCompletion none(Unanswered why) {
    return new ChatCompletion("", "", List.of(), 0, 0, FinishReason.EOS, Optional.of(why));
  }

  /**
   * What may be judged of it.
   *
   * @param prefill the beginning that was put into the model's mouth; counts as written by it
   * @param opened the marker of a trace that the prompt ended with
   */
  public Answer answer(String prefill, Optional<String> opened) {
    return reasoning.isEmpty()
        ? Answer.of(prefill + text, finishReason, opened)
        : Answer.of(reasoning, prefill + text, finishReason);
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
