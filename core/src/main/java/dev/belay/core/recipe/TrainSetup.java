package dev.belay.core.recipe;

import java.util.List;

/**
 * What every method's {@code train} section has.
 *
 * @param data what to train on
 * @param optimizer what moves the weights
 * @param budget what bounds a step and the run
 * @param guards what holds the model's safety meanwhile
 */
public record TrainSetup(
    List<DataSpec> data, OptimizerSpec optimizer, TrainSpec.BudgetSpec budget, Guards guards) {

  public TrainSetup {
    data = List.copyOf(data);
  }
}
