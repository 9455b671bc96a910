package dev.belay.torch.suffix;

/**
 * What a search found, and what it cost.
 *
 * @param suffix the tokens with the least loss met, shape {@code [S]}
 * @param lossBefore the loss behind the suffix that the search began with, in nats a token
 * @param loss the loss behind {@code suffix}
 * @param reachedTarget whether the model writes the target by itself behind {@code suffix}
 * @param steps changes made
 * @param candidates suffixes whose loss was computed
 * @param forwardTokens tokens that went forward through the model, those of gradients included
 */
@SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
public record SearchResult(
    int[] suffix,
    double lossBefore,
    double loss,
    boolean reachedTarget,
    int steps,
    long candidates,
    long forwardTokens) {}
