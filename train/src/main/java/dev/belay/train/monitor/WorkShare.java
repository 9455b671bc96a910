package dev.belay.train.monitor;

import dev.belay.core.recipe.DpoSpec;
import dev.belay.core.recipe.RewardModelSpec;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.train.method.StepReport;

/**
 * How many prompts the monitor may draw. Work is reckoned in tokens that a model reads or writes,
 * not in seconds, so that a resumed run decides as the run would have: a token of an update counts
 * as three, one pass forward and two as costly backward.
 */
final class WorkShare {

  private static final long PASSES_OF_AN_UPDATE = 3;

  /** The reference's, and the policy's own for the margins. */
  private static final long PASSES_BEFORE_DPO = 2;

  private final double maxShare;
  private final double firstGuess;
  private final long workPerToken;

  /**
   * A share of a run's work.
   *
   * @param maxShare in (0, 1)
   * @param firstGuess tokens of a draw, before there was one
   */
  WorkShare(double maxShare, double firstGuess, TrainSpec train) {
    this.maxShare = maxShare;
    this.firstGuess = firstGuess;
    this.workPerToken =
        switch (train) {
          case TrainSpec.Sft _ -> PASSES_OF_AN_UPDATE;
          case TrainSpec.Rlvr rlvr -> 1 + PASSES_OF_AN_UPDATE * rlvr.rollout().epochs();
          case DpoSpec _ -> PASSES_BEFORE_DPO + PASSES_OF_AN_UPDATE;
          case RewardModelSpec _ -> 1 + PASSES_OF_AN_UPDATE;
        };
  }

  /** The work of one step. */
  long of(StepReport report) {
    return workPerToken * (long) report.value("tokens");
  }

  /** How many of the prompts wanted may be drawn now. */
  int draws(int wanted, MonitorState state) {
    double allowed = maxShare / (1 - maxShare) * state.trained() - state.monitored();
    double each = state.draws() == 0 ? firstGuess : (double) state.monitored() / state.draws();
    return (int) Math.clamp(Math.floor(allowed / each), 0, wanted);
  }
}
