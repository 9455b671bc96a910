package dev.belay.core.data;

/**
 * A prompt with a completion to imitate.
 *
 * @param id unique within the dataset
 * @param prompt the user's turn
 * @param completion what the model should write
 * @param source where it was read
 */
public record Demonstration(String id, String prompt, String completion, SourceLine source)
    implements Sample {}
