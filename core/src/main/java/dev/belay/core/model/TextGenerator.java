package dev.belay.core.model;

import java.util.List;
import java.util.function.IntConsumer;

/** Anything that completes prompts: Belay's own engine, a server, or a script in a test. */
public interface TextGenerator {

  /**
   * Completes each request.
   *
   * @param requests any number; the engine chooses its own batches
   * @param sampling the law to draw from
   * @param onFinished told the number of requests finished so far, for progress; called from any
   *     thread
   * @return one completion a request, in the order of the requests
   */
  List<Completion> generate(
      List<GenerationRequest> requests, Sampling sampling, IntConsumer onFinished);

  /** {@link #generate(List, Sampling, IntConsumer)} without progress. */
  default List<Completion> generate(List<GenerationRequest> requests, Sampling sampling) {
    return generate(requests, sampling, finished -> {});
  }
}
