package dev.belay.safety.eval;

/** Told how an evaluation goes. */
@FunctionalInterface
public interface EvaluationProgress {
  /** Says nothing. */
  EvaluationProgress NONE = (suite, done, total, tokensPerSecond) -> {};

  /**
   * Some completions finished. Called from any thread, never concurrently for one evaluation.
   *
   * @param suite the suite at work
   * @param done completions of the suite that are finished
   * @param total completions of the suite
   * @param tokensPerSecond new tokens a second of generation over this suite so far; 0 until the
   *     first batch is through
   */
  void update(String suite, int done, int total, double tokensPerSecond);
}
