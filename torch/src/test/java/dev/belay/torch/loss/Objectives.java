package dev.belay.torch.loss;

import dev.belay.core.objective.ClippedPolicyLoss;
import dev.belay.core.objective.KlEstimator;
import dev.belay.core.objective.KlTerm;
import dev.belay.core.objective.LossAggregation;
import dev.belay.core.objective.PolicyBatch;
import dev.belay.core.objective.PolicyLoss;
import dev.belay.core.objective.PolicyObjective;
import dev.belay.core.objective.PolicySequence;
import dev.belay.core.objective.ReinforceLoss;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.objective.TokenObjective;
import java.util.List;
import org.junit.jupiter.api.Named;

/** One objective of each kind over the five tokens of {@link HeadCase}. */
final class Objectives {

  private static final float[] OLD = {-4.0f, -1.0f, -5.5f, -3.0f, -2.5f};
  private static final float[] REF = {-3.0f, -2.0f, -4.0f, -5.0f, -1.0f};

  private Objectives() {}

  static PolicyBatch batch() {
    return PolicyBatch.of(
        List.of(
            new PolicySequence(
                new double[] {1.5, -2, .7},
                new float[] {OLD[0], OLD[1], OLD[2]},
                new float[] {REF[0], REF[1], REF[2]},
                new boolean[] {true, true, true}),
            new PolicySequence(
                new double[] {-.4, 3},
                new float[] {OLD[3], OLD[4]},
                new float[] {REF[3], REF[4]},
                new boolean[] {true, true})),
        LossAggregation.SEQ_MEAN_TOKEN_MEAN,
        8);
  }

  /** Those whose gradient is the derivative of their value. */
  static List<Named<TokenObjective>> differentiable() {
    PolicyLoss loss = new ReinforceLoss();
    return List.of(
        Named.of("sft", new SftLoss(11)),
        Named.of("clipped", new PolicyObjective(batch(), new ClippedPolicyLoss(.2, .28), null, 0)),
        Named.of(
            "clipped wide", new PolicyObjective(batch(), new ClippedPolicyLoss(1, 1e6), null, 0)),
        Named.of("reinforce", new PolicyObjective(batch(), loss, null, 0)),
        Named.of("entropy bonus", new PolicyObjective(batch(), loss, null, .3)),
        Named.of("k2", new PolicyObjective(batch(), loss, KlTerm.of(KlEstimator.K2, .1), 0)),
        Named.of("k3", new PolicyObjective(batch(), loss, KlTerm.of(KlEstimator.K3, .1), 0)),
        Named.of("exact", new PolicyObjective(batch(), loss, KlTerm.of(KlEstimator.EXACT, .5), 0)),
        Named.of(
            "exact and entropy",
            new PolicyObjective(
                batch(), new ClippedPolicyLoss(.2, .2), KlTerm.of(KlEstimator.EXACT, .5), .3)));
  }
}
