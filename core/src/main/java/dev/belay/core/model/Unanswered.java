package dev.belay.core.model;

/**
 * Why there is no completion of a prompt.
 *
 * @param reason in a few words
 * @param aboutPrompt whether it is because of what was asked, such as a filter of prompts; then
 *     other prompts may well be answered
 */
public record Unanswered(String reason, boolean aboutPrompt) {}
