package dev.belay.session.plan;

import dev.belay.torch.model.MemoryBudget;
import dev.belay.torch.model.MemoryNeed;
import java.nio.file.Path;

/**
 * The model that an experiment starts from, opened once and found fit.
 *
 * @param directory its files
 * @param need memory that the whole experiment takes
 * @param memory what there is
 */
public record PlannedModel(Path directory, MemoryNeed need, MemoryBudget memory) {}
