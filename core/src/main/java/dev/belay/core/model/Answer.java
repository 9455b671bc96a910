package dev.belay.core.model;

import java.util.Optional;

/**
 * A completion as those see it who verify or judge it: the answer, apart from the reasoning that
 * came before it.
 *
 * @param reasoning the trace, without its markers; empty where there is none
 * @param text what was answered, and all that may be judged
 * @param ending how it ended
 */
public record Answer(String reasoning, String text, Ending ending) {

  /** How an answer ended. */
  public enum Ending {
    /** By itself. */
    COMPLETE,
    /** At the limit of tokens: there is more to it than is known. */
    CUT_OFF,
    /** Inside the trace, which was never closed: there is no answer. */
    CUT_OFF_IN_REASONING
  }

  /** What is said of an answer that never began. */
  public static final String NEVER_BEGAN = "cut off inside its reasoning";

  /** A completion that ended by itself, its trace in it. */
  public static Answer of(String completion) {
    return of(completion, FinishReason.EOS, Optional.empty());
  }

  /**
   * A completion with its trace in it.
   *
   * @param opened the marker of a trace that the prompt ended with, so that the completion began
   *     inside it; see {@link ReasoningTrace#openedBy}
   */
  public static Answer of(String completion, FinishReason finishReason, Optional<String> opened) {
    ReasoningTrace trace = ReasoningTrace.split(completion, opened);
    return new Answer(trace.reasoning(), trace.answer(), ending(trace.closed(), finishReason));
  }

  /** A completion whose trace a server has put into a field of its own. */
  public static Answer of(String reasoning, String completion, FinishReason finishReason) {
    if (reasoning.isEmpty()) {
      return of(completion, finishReason, Optional.empty());
    }
    boolean begun = !completion.isBlank() || finishReason != FinishReason.LENGTH;
    return new Answer(reasoning, completion, ending(begun, finishReason));
  }

  private static Ending ending(boolean closed, FinishReason finishReason) {
    if (!closed) {
      return Ending.CUT_OFF_IN_REASONING;
    }
    return finishReason == FinishReason.LENGTH ? Ending.CUT_OFF : Ending.COMPLETE;
  }

  public boolean isCutOffInReasoning() {
    return ending == Ending.CUT_OFF_IN_REASONING;
  }

  public boolean isCutOff() {
    return ending != Ending.COMPLETE;
  }
}
