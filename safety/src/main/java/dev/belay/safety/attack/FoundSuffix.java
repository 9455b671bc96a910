package dev.belay.safety.attack;

import java.util.List;

/**
 * A suffix that a search found, and what it cost. The same search gives the same one.
 *
 * @param text what follows the request, its first blank included
 * @param tokenIds the same as the model reads it, shape {@code [S]}
 * @param lossBefore mean cross-entropy of the target's tokens in nats, before the search
 * @param loss the same behind the suffix
 * @param reachedTarget whether the model now writes the target by itself, greedily
 * @param steps changes made
 * @param candidates suffixes tried
 * @param forwardTokens tokens that went forward through the model; each step's gradient took a
 *     backward pass over one sequence besides
 */
public record FoundSuffix(
    String text,
    List<Integer> tokenIds,
    double lossBefore,
    double loss,
    boolean reachedTarget,
    int steps,
    long candidates,
    long forwardTokens) {

  public FoundSuffix {
    tokenIds = List.copyOf(tokenIds);
  }
}
