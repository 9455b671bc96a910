package dev.belay.train.anchor;

/**
 * A prompt on which the policy is held.
 *
 * @param tokens its ids, a prefill included, and where completions are made once, its completion
 * @param attack by which it is asked; {@code direct} without any
 * @param <T> of the tokens
 */
public record HeldPrompt<T>(T tokens, String attack) {}
