package dev.belay.core.recipe;

import java.util.Map;
import java.util.Optional;

/**
 * One experiment: a model, how to train it, and what to measure before and after.
 *
 * @param name names the run's folder and, with {@code publish}, the model it makes
 * @param seed all randomness of the run derives from it
 * @param model the model to start from
 * @param train what to do to it; absent for a recipe that only measures
 * @param evaluate what to measure, before and after on the same prompts
 * @param publish the name under which the trained model can be used by other recipes
 * @param resolved every key with its value, defaults included, as written to {@code
 *     recipe.resolved.yaml}
 */
public record Recipe(
    String name,
    long seed,
    ModelSpec model,
    Optional<TrainSpec> train,
    EvaluateSpec evaluate,
    Optional<String> publish,
    Map<String, Object> resolved) {}
