package dev.belay.session.plan;

import dev.belay.core.data.DataLocations;
import dev.belay.session.model.JudgeSession;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.MemoryBudget;

/**
 * Where what a recipe names is looked for.
 *
 * @param models finds models by name
 * @param locations the folders of datasets and benchmarks
 * @param judges opens judges; whoever made it closes it, after the run
 * @param memory what this process may take
 */
public record Environment(
    ModelStore models, DataLocations locations, JudgeSession judges, MemoryBudget memory) {}
