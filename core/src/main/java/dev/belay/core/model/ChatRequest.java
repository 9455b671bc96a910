package dev.belay.core.model;

/**
 * One completion wanted of a conversation.
 *
 * @param prompt prepared by the model that is asked
 * @param seed decides this completion alone, whatever else is asked (see {@link Seeds})
 */
public record ChatRequest(ChatPrompt prompt, long seed) {}
