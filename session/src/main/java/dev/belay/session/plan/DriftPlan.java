package dev.belay.session.plan;

import dev.belay.core.model.Sampling;
import dev.belay.core.recipe.DriftSpec;
import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.recipe.Recipe;
import dev.belay.safety.attack.Direct;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.safety.eval.SuiteAttack;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.List;

/**
 * The prompts on which the drift of the policy is measured: those of the suites that are held to a
 * margin, some of each, asked as the suite asks them, at temperature 1.
 *
 * @param suites as they are asked; none where nothing is measured
 * @param completions of each prompt, before and after
 * @param leftOut suites on which no drift is measured, each with the reason
 */
public record DriftPlan(List<PlannedSuite> suites, int completions, List<String> leftOut) {

  /** The temperature that completions are sampled and scored at. */
  public static final double TEMPERATURE = 1;

  /** Tokens of one forward pass when completions are scored. */
  public static final int TOKENS_PER_PASS = 1024;

  /** With fewer prompts no error can be told. */
  private static final int FEWEST_PROMPTS = 2;

  public DriftPlan {
    suites = List.copyOf(suites);
    leftOut = List.copyOf(leftOut);
  }

  static DriftPlan of(Recipe recipe, SuitePlan plan) {
    DriftSpec spec = recipe.evaluate().drift();
    List<PlannedSuite> suites = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    if (spec.enabled() && recipe.train().isPresent()) {
      plan.planned().stream()
          .filter(suite -> suite.suite().info().kind().purpose() != Purpose.CAPABILITY)
          .forEach(suite -> add(suite, spec, suites, leftOut));
    }
    return new DriftPlan(suites, spec.completions(), leftOut);
  }

  /** The same on the prompts of suites of tasks, where a KL is measured and bounds nothing. */
  static DriftPlan ofTask(Recipe recipe, SuitePlan plan) {
    DriftSpec spec = recipe.evaluate().drift();
    List<PlannedSuite> suites = new ArrayList<>();
    if (spec.enabled() && recipe.train().isPresent()) {
      plan.planned().stream()
          .filter(suite -> suite.suite().info().kind().purpose() == Purpose.CAPABILITY)
          .map(suite -> sampled(suite, spec))
          .filter(suite -> suite.selected().size() >= FEWEST_PROMPTS)
          .forEach(suites::add);
    }
    return new DriftPlan(suites, spec.completions(), List.of());
  }

  private static PlannedSuite sampled(PlannedSuite planned, DriftSpec spec) {
    return new PlannedSuite(
        planned.suite(),
        limit(planned.limit(), spec.prompts()),
        Sampling.atTemperature(TEMPERATURE, planned.sampling().maxTokens())
            .withStop(planned.sampling().stop()));
  }

  private static void add(
      PlannedSuite planned, DriftSpec spec, List<PlannedSuite> suites, List<String> leftOut) {
    PlannedSuite sampled = sampled(planned, spec);
    if (!planned.suite().info().kind().isHeldToMargin()) {
      leftOut.add(planned.name() + ": it is held to no margin");
    } else if (isAttackLeftOut(planned, spec)) {
      leftOut.add(planned.name() + ": evaluate.drift.attacks leaves its attack out");
    } else if (planned.suite().suffixAttack().isPresent()) {
      leftOut.add(planned.name() + ": its attack asks each model something else");
    } else if (sampled.selected().size() < FEWEST_PROMPTS) {
      leftOut.add(planned.name() + ": one prompt has no error");
    } else if (asksOften(sampled)) {
      leftOut.add(planned.name() + ": its attack asks each prompt several times");
    } else {
      suites.add(sampled);
    }
  }

  private static int limit(int ofSuite, int ofDrift) {
    return ofSuite == 0 || ofDrift == 0 ? Math.max(ofSuite, ofDrift) : Math.min(ofSuite, ofDrift);
  }

  /** Suites that no attack is for are always asked directly. */
  private static boolean isAttackLeftOut(PlannedSuite planned, DriftSpec spec) {
    SuiteInfo info = planned.suite().info();
    String attack = info.attack().map(SuiteAttack::name).orElse(Direct.NAME);
    return info.kind() == SuiteKind.HARMFUL && !spec.attacks().contains(attack);
  }

  private static boolean asksOften(PlannedSuite planned) {
    return planned.suite().queries(planned.selected().getFirst(), 0).size() > 1;
  }

  /** Whether no drift is measured. */
  public boolean isEmpty() {
    return suites.isEmpty();
  }

  /** Prompts of all suites. */
  public int prompts() {
    return suites.stream().mapToInt(suite -> suite.selected().size()).sum();
  }

  /** Completions that are sampled in all, before and after. */
  public long sampled() {
    return 2L * prompts() * completions;
  }
}
