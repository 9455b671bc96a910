package dev.belay.session.evaluate;

import dev.belay.core.run.Provenance;
import dev.belay.session.model.ModelSession;
import dev.belay.session.model.WeightsHash;
import dev.belay.session.plan.SuitePlan;
import dev.belay.torch.kernel.Lanes;
import dev.belay.torch.kernel.Parallel;

/** What an experiment or an evaluation on this machine is made of, whatever it does. */
public final class EvaluationProvenance {

  private EvaluationProvenance() {}

  /** Hashes of model and template, kernels, and the suites with their judges. */
  public static Provenance of(ModelSession session, SuitePlan suites) {
    return Provenance.ofThisProcess()
        .put("model_sha256", WeightsHash.of(session.model().directory()))
        .put("chat_template_sha256", session.prompts().templateHash())
        .put("threads", Parallel.threads())
        .put("rollout_kernel", session.engine().kernel())
        .put("vector_lanes", Lanes.WIDTH)
        .put("suites", suites.provenance());
  }
}
