package dev.belay.session.evaluate;

import dev.belay.core.chat.TemplateTime;
import dev.belay.core.run.Provenance;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.safety.eval.TaskFormat;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.SuitePlan;
import dev.belay.torch.kernel.Lanes;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.model.WeightsHash;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an experiment or an evaluation on this machine is made of, whatever it does. */
public final class EvaluationProvenance {

  private EvaluationProvenance() {}

  /** Hashes of model, tokenizer and template, kernels, and the suites with their judges. */
  public static Provenance of(ModelSession session, SuitePlan suites) {
    return Provenance.ofThisProcess()
        .put("model_sha256", WeightsHash.of(session.model().directory()))
        .put("tokenizer_sha256", session.model().tokenizer().sha256())
        .put("chat_template_sha256", session.prompts().templateHash().orElse(null))
        .put("chat_template_kwargs", session.prompts().kwargs().values())
        .put(TemplateTime.KEY, session.prompts().time().map(TemplateTime::toString).orElse(null))
        .put("threads", Parallel.threads())
        .put("rollout_kernel", session.engine().kernel())
        .put("vector_lanes", Lanes.WIDTH)
        .put("suites", suites(suites));
  }

  /** Names, versions, judges, limits and prompts of the suites. */
  static Map<String, Object> suites(SuitePlan plan) {
    Map<String, Object> suites = new LinkedHashMap<>();
    for (PlannedSuite suite : plan.planned()) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("version", suite.suite().info().version());
      facts.put("judges", suite.suite().info().judges());
      facts.put("limit", suite.limit());
      facts.put("data_sha256", suite.dataSha256());
      TaskFormat format = suite.suite().info().format();
      if (format != null) {
        facts.put("template", format.template());
        facts.put("template_sha256", format.templateSha256());
      }
      if (!suite.sampling().stop().isEmpty()) {
        facts.put("stop", suite.sampling().stop());
      }
      suites.put(suite.name(), facts);
    }
    return suites;
  }
}
