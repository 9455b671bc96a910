package dev.belay.core.model;

import java.util.Locale;

/** Why a completion ended. */
public enum FinishReason {
  /** The model sampled one of its end-of-sequence ids; that id is the completion's last token. */
  EOS,
  /** A stop string appeared; the text ends before it, the token ids include it. */
  STOP,
  /** The completion reached {@code maxTokens} (or the context's end) without stopping. */
  LENGTH;

  /** The value in JSON, as OpenAI-compatible servers write it: {@code stop} or {@code length}. */
  public String wireName() {
    return this == LENGTH ? "length" : "stop";
  }

  /** The value in Belay's own files: {@code eos}, {@code stop} or {@code length}. */
  public String snakeCase() {
    return name().toLowerCase(Locale.ROOT);
  }
}
