package dev.belay.train.compare;

import dev.belay.core.recipe.Recipe;
import dev.belay.safety.curve.CapabilityCurve;
import dev.belay.safety.curve.CurvePoint;
import dev.belay.safety.curve.EqualCapability;
import dev.belay.safety.curve.MeanRate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    boolean any = arms.stream().anyMatch(arm -> arm.settingsTried() > 1);
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
    String each =
        tries.entrySet().stream()
            .map(entry -> label(entry.getKey()) + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    return Optional.of(
        tunedAlike()
            ? "Tuned alike, on validation problems alone: tries of each arm: " + each + "."
            : "NOT TUNED ALIKE: tries of each arm: "
                + each
                + ". One that was tried more often had more chances.");
  }

  /** Whether every arm had as many tries. */
  public boolean tunedAlike() {
    return tries().values().stream().distinct().count() <= 1;
  }
}
