package dev.belay.session.plan;

import dev.belay.core.data.Sample;
import dev.belay.core.recipe.MonitorSpec;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.safety.eval.Suite;
import dev.belay.safety.judge.Judge;
import java.util.List;
import java.util.Set;

/**
 * The monitor, its probe set read and checked.
 *
 * @param spec what the recipe asks for
 * @param probe the probe set as it is without attacks, and the law of completions
 * @param asked the probe set with each attack; each prompt with each is one question
 * @param judge who labels completions
 * @param notes what the probe set's file says about itself
 */
public record MonitorPlan(
    MonitorSpec spec, PlannedSuite probe, List<Suite> asked, Judge judge, List<String> notes) {

  public MonitorPlan {
    asked = List.copyOf(asked);
    notes = List.copyOf(notes);
  }

  /** The probe set's prompts, each once, however many attacks ask it. */
  public Set<Sample> samples() {
    return SuitePlan.samples(probe);
  }
}
