package dev.belay.torch.suffix;

/**
 * A suffix that differs from another in one token.
 *
 * @param position of the token in the suffix
 * @param token what stands there
 */
record Candidate(int position, int token) {

  int[] in(int[] suffix) {
    int[] changed = suffix.clone();
    changed[position] = token;
    return changed;
  }
}
