package dev.belay.core.verify;

/**
 * What was found in a completion as its final answer.
 *
 * @param text the answer; empty when there is none
 * @param how which rule found it, or why there is none
 * @param closed whether more text could not have changed it
 * @param several whether several different answers were given, as one list or against one another
 */
record Found(String text, String how, boolean closed, boolean several) {

  static Found none(String how) {
    return new Found("", how, false, false);
  }

  static Found differing(String how) {
    return new Found("", how, false, true);
  }

  boolean isEmpty() {
    return text.isEmpty();
  }
}
