package dev.belay.torch.loss;

import dev.belay.core.objective.ClippedPolicyLoss;
import dev.belay.core.objective.KlEstimator;
import dev.belay.core.objective.KlTerm;
import dev.belay.core.objective.LossAggregation;
import dev.belay.core.objective.Objective;
import dev.belay.core.objective.PolicyLoss;
import dev.belay.core.objective.PolicyObjective;
import dev.belay.core.objective.ReinforceLoss;
import dev.belay.core.objective.RolloutBatch;
import dev.belay.core.objective.SapoLoss;
import dev.belay.core.objective.SftLoss;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;

/** One objective of each kind over the five tokens of {@link HeadCase}. */
final class Objectives {

  private static final float[] OLD = {-4.0f, -1.0f, -5.5f, -3.0f, -2.5f};
  private static final float[] REF = {-3.0f, -2.0f, -4.0f, -5.0f, -1.0f};

  private Objectives() {}

  /** Four completions, of 1, 2, 1 and 1 tokens. */
  static PolicyObjective policy(PolicyLoss loss, @Nullable KlTerm kl, double entropyCoef) {
    RolloutBatch batch = new RolloutBatch(new int[] {0, 1, 3, 4, 5}, new float[5], REF, OLD);
    double[] weights = LossAggregation.SEQ_MEAN_TOKEN_MEAN.tokenWeights(batch.lengths(), 8);
    return new PolicyObjective(
        batch, batch.spread(new double[] {1.5, -2, -.4, 3}), weights, loss, kl, entropyCoef);
  }

  /** Those whose gradient is the derivative of their value. */
  static List<Named<Objective>> differentiable() {
    PolicyLoss loss = new ReinforceLoss();
    return List.of(
        Named.of("sft", new SftLoss(11)),
        Named.of("clipped", policy(ClippedPolicyLoss.ofTokens(.2, .28), null, 0)),
        Named.of("clipped wide", policy(ClippedPolicyLoss.ofTokens(1, 1e6), null, 0)),
        Named.of("sapo", policy(new SapoLoss(1, 1.05), null, 0)),
        Named.of("reinforce", policy(loss, null, 0)),
        Named.of("entropy bonus", policy(loss, null, .3)),
        Named.of("k2", policy(loss, KlTerm.of(KlEstimator.K2, .1), 0)),
        Named.of("k3", policy(loss, KlTerm.of(KlEstimator.K3, .1), 0)),
        Named.of("exact", policy(loss, KlTerm.of(KlEstimator.EXACT, .5), 0)),
        Named.of(
            "exact and entropy",
            policy(ClippedPolicyLoss.ofTokens(.2, .2), KlTerm.of(KlEstimator.EXACT, .5), .3)));
  }
}
