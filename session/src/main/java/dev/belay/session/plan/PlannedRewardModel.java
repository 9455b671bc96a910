package dev.belay.session.plan;

import dev.belay.torch.model.DecoderConfig;
import java.nio.file.Path;

/**
 * A reward model that a recipe names, found and checked.
 *
 * @param place where the recipe names it
 * @param name as in the recipe
 * @param directory its files
 * @param config its shape
 */
public record PlannedRewardModel(String place, String name, Path directory, DecoderConfig config) {}
