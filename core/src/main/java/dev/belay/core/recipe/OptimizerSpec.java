package dev.belay.core.recipe;

import dev.belay.core.objective.LearningRateSchedule;

/**
 * AdamW and its schedule.
 *
 * @param learningRate the peak rate, reached after {@code warmupSteps}
 * @param schedule what follows the warm-up
 * @param warmupSteps steps of linear warm-up
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param eps added to the root of the second moment
 * @param weightDecay decoupled, times the rate
 * @param emaDecay decay of the running mean of the weights, which training leaves; 0 for none
 * @param clipNorm the gradient's global norm is scaled down to it; 0 turns clipping off
 */
public record OptimizerSpec(
    double learningRate,
    LearningRateSchedule.Shape schedule,
    int warmupSteps,
    double beta1,
    double beta2,
    double eps,
    double weightDecay,
    double emaDecay,
    double clipNorm) {

  /**
   * The learning rate of every step.
   *
   * @param totalSteps optimizer steps of the whole run
   */
  public LearningRateSchedule rates(long totalSteps) {
    return new LearningRateSchedule(schedule, learningRate, warmupSteps, totalSteps);
  }
}
