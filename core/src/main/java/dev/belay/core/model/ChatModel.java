package dev.belay.core.model;

import dev.belay.core.chat.ChatInput;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * A model that goes on with conversations and applies its chat template itself: one in this
 * process, or one behind a server.
 */
public interface ChatModel {

  /**
   * Makes a conversation ready to be asked.
   *
   * @throws dev.belay.core.error.BadInputException when it cannot be encoded or is too long
   */
  ChatPrompt prepare(ChatInput input);

  /**
   * Completes each request.
   *
   * @param sampling the law to draw from
   * @param onFinished told the number of requests finished so far; called from any thread
   * @return one completion a request, in the order of the requests
   */
  List<ChatCompletion> complete(
      List<ChatRequest> requests, Sampling sampling, IntConsumer onFinished);

  /**
   * The marker of a reasoning trace that every prompt ends with, so that completions begin inside
   * it; empty for most models, and where only a server knows.
   */
  default Optional<String> opensReasoning() {
    return Optional.empty();
  }

  /**
   * How many completions an evaluation draws, and keeps, together. Large enough to keep a decoder
   * busy, small enough to lose little when it is cut off. Results may depend on what shares a
   * batch, so this is part of what an evaluation is.
   */
  int batch();

  /**
   * How many batches may be under way at the same time, called from as many threads: more than one
   * where it is known that results do not depend on that, and something else has room for them.
   */
  default int batchesAtOnce() {
    return 1;
  }
}
