package dev.belay.train.compare;

import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import dev.belay.core.recipe.Recipe;
import dev.belay.safety.curve.CapabilityCurve;
import dev.belay.safety.curve.CurvePoint;
import dev.belay.safety.curve.EqualCapability;
import dev.belay.safety.curve.MeanRate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a comparison came to.
 *
 * @param out its folder
 * @param curve where the points of the arms' curves are from
 * @param arms in the order in which they ran
 * @param equal the arms set side by side; empty with fewer than two that have a result and a
 *     capability
 */
public record ComparisonResult(
    Path out, CurveSource curve, List<ArmOutcome> arms, Optional<EqualCapability> equal) {

  public ComparisonResult {
    arms = List.copyOf(arms);
  }

  static ComparisonResult of(Path out, ComparisonPlan plan, List<ArmOutcome> arms) {
    Map<String, CapabilityCurve> curves = new LinkedHashMap<>();
    for (ArmOutcome arm : arms) {
      if (arm.result().isPresent() && arm.failures().isEmpty()) {
        CapabilityCurve.of(arm.points(), recipe(arm).evaluate().confidence())
            .ifPresent(curve -> curves.put(arm.name(), curve));
      }
    }
    boolean interpolate = !(plan.curve() instanceof CurveSource.None);
    Optional<EqualCapability> equal =
        EqualCapability.of(curves, interpolate, recipe(arms.getFirst()).evaluate().confidence());
    return new ComparisonResult(out, plan.curve(), arms, equal);
  }

  private static Recipe recipe(ArmOutcome arm) {
    return arm.planned().arm().draft().draft().recipe();
  }

  /** The recipe of the first arm, which has base, suites and margin in common with the others. */
  public Recipe common() {
    return recipe(arms.getFirst());
  }

  /** Whether an arm has no result, or not all that was to be measured of it. */
  public boolean isIncomplete() {
    return arms.stream().anyMatch(arm -> arm.result().isEmpty() || !arm.failures().isEmpty());
  }

  /** Whether the base was measured, and on no task. */
  boolean isWithoutTasks() {
    return base()
        .filter(
            base ->
                MeanRate.capability(base.evaluation(), common().evaluate().confidence()).isEmpty())
        .isPresent();
  }

  /** The base as it was measured; empty where no arm has a result. */
  public Optional<CurvePoint> base() {
    return arms.stream().flatMap(arm -> arm.points().stream()).findFirst();
  }

  /** What tables call an arm. */
  public String label(String arm) {
    return arms.stream()
        .filter(one -> one.name().equals(arm))
        .map(ArmOutcome::label)
        .findFirst()
        .orElse(arm);
  }

  /** How often each arm was tried; empty where none has a grid. */
  public Map<String, Integer> tries() {
    boolean any = arms.stream().anyMatch(arm -> arm.tuning().isPresent());
    Map<String, Integer> tries = new LinkedHashMap<>();
    if (any) {
      arms.forEach(arm -> tries.put(arm.name(), arm.settingsTried()));
    }
    return tries;
  }

  /** Whether the arms were tuned with the same number of tries, in a sentence; empty untuned. */
  public Optional<String> tuning() {
    Map<String, Integer> tries = tries();
    if (tries.isEmpty()) {
      return Optional.empty();
    }
    String each = arms.stream().map(ComparisonResult::tried).collect(Collectors.joining(", "));
    if (tunedAlike()) {
      return Optional.of("Tuned alike, on %s: tries of each arm: %s.".formatted(chosenBy(), each));
    }
    return Optional.of(
        holds().size() > 1
            ? "NOT TUNED ALIKE: what chose among the tries differs between arms: "
                + holds().stream().map(ComparisonResult::words).collect(Collectors.joining("; "))
                + "."
            : "NOT TUNED ALIKE: tries of each arm: %s. One that was tried more often had more chances."
                .formatted(each));
  }

  private static String tried(ArmOutcome arm) {
    String failed =
        arm.settingsFailed() == 0
            ? ""
            : " (%d more came to no result)".formatted(arm.settingsFailed());
    return "%s %d%s".formatted(arm.label(), arm.settingsTried(), failed);
  }

  private String chosenBy() {
    return holds().stream().findFirst().map(ComparisonResult::words).orElse("");
  }

  private static String words(List<String> hold) {
    return hold.isEmpty()
        ? "validation problems alone"
        : "validation problems, and refusals on %s, which is not reported"
            .formatted(String.join(", ", hold));
  }

  /** The suites that chose, of every arm that was tuned; more than one where they differ. */
  private Set<List<String>> holds() {
    return arms.stream()
        .map(arm -> arm.planned().arm().draft().grid())
        .filter(grid -> !grid.isEmpty())
        .map(grid -> grid.hold().stream().map(SuiteSpec::name).toList())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Whether every arm had as many tries, and the same chose among them. */
  public boolean tunedAlike() {
    return tries().values().stream().distinct().count() <= 1 && holds().size() <= 1;
  }
}
