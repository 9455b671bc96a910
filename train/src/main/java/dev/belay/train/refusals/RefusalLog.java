package dev.belay.train.refusals;

import dev.belay.train.method.StepObserver;
import dev.belay.train.method.StepReport;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logs what the policy still thinks of its refusals and answers, and what going over them costs.
 */
public final class RefusalLog implements StepObserver {

  private final RefusalTerm term;
  private RefusalTerm.@Nullable Update logged;

  /** A log of a term. */
  public RefusalLog(RefusalTerm term) {
    this.term = term;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // Whether it is the very update that is logged already.
  public Decision after(StepReport report) {
    RefusalTerm.Update update = term.last();
    if (update == null || update == logged) {
      return Decision.GO_ON; // The step took no update.
    }
    logged = update;
    RefusalTerm.Measured measured = update.measured();
    double weight = update.joined().weight();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("refusals_nats", measured.refusals());
    metrics.put("answers_nats", measured.answers());
    metrics.put("refusals_loss", weight * measured.all());
    metrics.put("refusals_coef", weight);
    metrics.put("refusals_tokens", (double) measured.tokens());
    double seconds = term.takeSeconds();
    metrics.put("refusals_seconds", seconds);
    metrics.put("refusals_share_of_step_seconds", seconds / report.value("step_seconds"));
    return new Decision(false, metrics);
  }
}
