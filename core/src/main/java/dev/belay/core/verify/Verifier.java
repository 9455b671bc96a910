package dev.belay.core.verify;

/** Decides whether a completion solves a problem. Implementations are stateless and thread-safe. */
public interface Verifier {

  /** The name that recipes use, such as {@code math}. */
  String name();

  /** Rises whenever some completion would be judged otherwise. */
  int version();

  /**
   * Judges one completion.
   *
   * @param completion what the model wrote; may be empty
   * @param gold the reference answer
   */
  Verdict verify(String completion, String gold);
}
