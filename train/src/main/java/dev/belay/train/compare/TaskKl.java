package dev.belay.train.compare;

import dev.belay.safety.drift.KlEstimate;

/**
 * How far training moved the policy on the prompts of a suite of tasks.
 *
 * @param suite its name
 * @param prompts how many
 * @param completions sampled from the trained policy, in all
 * @param kl KL(trained ‖ base) of a completion, in nats
 */
public record TaskKl(String suite, int prompts, int completions, KlEstimate kl) {}
