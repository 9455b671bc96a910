package dev.belay.train.experiment;

import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.DriftPlan;
import dev.belay.torch.learner.CpuBackend;
import dev.belay.torch.learner.FrozenPair;
import dev.belay.torch.model.LanguageModel;
import org.jspecify.annotations.Nullable;

/** The trained weights and the base, loaded when something is left to score. */
public final class TrainedAndBase implements AutoCloseable {

  private final LanguageModel trained;
  private final ModelSession session;
  private @Nullable FrozenPair pair;

  /**
   * Loads nothing yet.
   *
   * @param session of the base; whoever opened it and {@code trained} closes them
   */
  public TrainedAndBase(LanguageModel trained, ModelSession session) {
    this.trained = trained;
    this.session = session;
  }

  /** Both, loaded now if they were not. */
  public FrozenPair open() {
    FrozenPair open = pair;
    if (open == null) {
      open =
          new CpuBackend().frozen(trained, session.model(), session.type(), DriftPlan.TEMPERATURE);
      pair = open;
    }
    return open;
  }

  @Override
  public void close() {
    if (pair != null) {
      pair.close();
    }
  }
}
