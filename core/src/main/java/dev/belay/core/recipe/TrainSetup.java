package dev.belay.core.recipe;

import java.util.List;
import java.util.Optional;

/**
 * What every method's {@code train} section has.
 *
 * @param data what to train on
 * @param optimizer what moves the weights
 * @param budget what bounds a step and the run
 * @param guards what holds the model's safety meanwhile
 * @param lora trains an adapter alone; empty to train every weight
 */
public record TrainSetup(
    List<DataSpec> data,
    OptimizerSpec optimizer,
    TrainSpec.BudgetSpec budget,
    Guards guards,
    Optional<LoraSpec> lora) {

  /** Trains every weight. */
  public TrainSetup(
      List<DataSpec> data, OptimizerSpec optimizer, TrainSpec.BudgetSpec budget, Guards guards) {
    this(data, optimizer, budget, guards, Optional.empty());
  }

  public TrainSetup {
    data = List.copyOf(data);
  }
}
