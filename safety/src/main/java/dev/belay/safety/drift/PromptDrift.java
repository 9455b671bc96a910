package dev.belay.safety.drift;

/**
 * One prompt's drift, estimates from its few completions plugged in.
 *
 * @param id the prompt's
 * @param goodBefore share of the base's completions that were good, an undecided one counted as bad
 * @param goodAfter likewise of the trained policy
 * @param kl KL(trained ‖ base), nats a completion
 * @param bound by how much the share can have fallen at most, by that KL
 */
public record PromptDrift(
    String id, double goodBefore, double goodAfter, double kl, double bound) {}
