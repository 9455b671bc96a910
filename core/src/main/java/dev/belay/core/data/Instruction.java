package dev.belay.core.data;

/**
 * A prompt alone, without a reference answer.
 *
 * @param id unique within the dataset
 * @param prompt the user's turn
 * @param source where it was read
 */
public record Instruction(String id, String prompt, SourceLine source) implements Sample {}
