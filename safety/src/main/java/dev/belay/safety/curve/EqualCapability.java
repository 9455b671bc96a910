package dev.belay.safety.curve;

import dev.belay.core.stats.Holm;
import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Arms compared where they can do equally much. All curves start at the base, so each that rises
 * passes every capability up to its highest; the arms meet at the lowest of these, which is the
 * highest that all reach. An arm that never solves more than the base meets the others nowhere but
 * there; it is compared at the points that are nearest in capability, and so are all where only the
 * ends of curves were measured.
 *
 * @param capability where the arms meet; empty where they do not
 * @param start the capability of the base
 * @param places of the arms that meet there, in their order
 * @param apart arms that do not
 * @param pairs each arm against the first
 */
public record EqualCapability(
    OptionalDouble capability,
    double start,
    Map<String, CapabilityCurve.Place> places,
    List<String> apart,
    List<ArmPair> pairs) {

  /** A largest difference in capability that counts as none; set before any run. */
  public static final double MARGIN = 0.1;

  public EqualCapability {
    places = new LinkedHashMap<>(places);
    apart = List.copyOf(apart);
    pairs = List.copyOf(pairs);
  }

  /**
   * Compares arms.
   *
   * @param curves by the arms' names, in their order; each begins at the same base
   * @param interpolate whether the points between base and tuned model were measured; if not, ends
   *     are compared as they are
   * @return empty with fewer than two curves
   * @throws dev.belay.core.error.BadInputException when arms were not measured on the same prompts
   */
  public static Optional<EqualCapability> of(
      Map<String, CapabilityCurve> curves, boolean interpolate, double confidence) {
    if (curves.size() < 2) {
      return Optional.empty();
    }
    List<String> names = List.copyOf(curves.keySet());
    CapabilityCurve any = curves.values().iterator().next();
    OptionalDouble meeting = interpolate ? meeting(curves) : OptionalDouble.empty();
    Map<String, CapabilityCurve.Place> places = new LinkedHashMap<>();
    meeting.ifPresent(
        capability ->
            curves.forEach(
                (name, curve) -> {
                  if (rises(curve)) {
                    places.put(name, curve.at(capability).orElseThrow());
                  }
                }));
    EvaluationResult asked = any.points().getFirst().evaluation();
    List<ArmPair> pairs = new ArrayList<>();
    Map.Entry<String, CapabilityCurve> first = curves.entrySet().iterator().next();
    for (Map.Entry<String, CapabilityCurve> second : curves.entrySet()) {
      if (!second.getKey().equals(first.getKey())) {
        pairs.add(pair(first, second, places, asked, confidence));
      }
    }
    return Optional.of(
        new EqualCapability(
            meeting,
            any.start(),
            places,
            names.stream().filter(name -> !places.containsKey(name)).toList(),
            corrected(pairs)));
  }

  /** The highest capability that all rising curves reach; empty with fewer than two of them. */
  private static OptionalDouble meeting(Map<String, CapabilityCurve> curves) {
    List<CapabilityCurve> rising = curves.values().stream().filter(EqualCapability::rises).toList();
    return rising.size() < 2
        ? OptionalDouble.empty()
        : rising.stream().mapToDouble(CapabilityCurve::highest).min();
  }

  private static boolean rises(CapabilityCurve curve) {
    return curve.highest() > curve.start();
  }

  private static ArmPair pair(
      Map.Entry<String, CapabilityCurve> first,
      Map.Entry<String, CapabilityCurve> second,
      Map<String, CapabilityCurve.Place> places,
      EvaluationResult asked,
      double confidence) {
    CapabilityCurve.Place here = places.get(first.getKey());
    CapabilityCurve.Place there = places.get(second.getKey());
    if (here != null && there != null) {
      return ArmPair.of(
          new ArmPair.Side(first.getKey(), here.words(), EvaluationBlend.of(asked, here)),
          new ArmPair.Side(second.getKey(), there.words(), EvaluationBlend.of(asked, there)),
          true,
          MARGIN,
          confidence);
    }
    Nearest nearest = Nearest.of(first.getValue(), second.getValue());
    return ArmPair.of(
        new ArmPair.Side(
            first.getKey(), "at " + nearest.first().name(), nearest.first().evaluation()),
        new ArmPair.Side(
            second.getKey(), "at " + nearest.second().name(), nearest.second().evaluation()),
        false,
        MARGIN,
        confidence);
  }

  /** The trained points of two curves that are nearest in capability; of equals the last. */
  private record Nearest(CurvePoint first, CurvePoint second, double distance) {

    static Nearest of(CapabilityCurve first, CapabilityCurve second) {
      @Nullable Nearest nearest = null;
      for (int i = first.points().size() - 1; i > 0; i--) {
        for (int j = second.points().size() - 1; j > 0; j--) {
          double distance = Math.abs(first.capabilities().get(i) - second.capabilities().get(j));
          if (nearest == null || distance < nearest.distance()) {
            nearest = new Nearest(first.points().get(i), second.points().get(j), distance);
          }
        }
      }
      if (nearest == null) {
        throw new IllegalArgumentException("a curve has a point beside the base");
      }
      return nearest;
    }
  }

  /** Every suite of every pair is one test of "no difference": one family. */
  private static List<ArmPair> corrected(List<ArmPair> pairs) {
    double[] adjusted =
        Holm.adjust(
            pairs.stream()
                .flatMap(pair -> pair.harmful().stream())
                .mapToDouble(suite -> ((SuiteChange.Measured) suite.change()).pValue())
                .toArray());
    List<ArmPair> corrected = new ArrayList<>();
    int test = 0;
    for (ArmPair pair : pairs) {
      List<Double> own = new ArrayList<>();
      for (int i = 0; i < pair.harmful().size(); i++) {
        own.add(adjusted[test++]);
      }
      corrected.add(pair.withHolm(own));
    }
    return corrected;
  }

  /**
   * Where the arms are compared, in sentences.
   *
   * @param measured how the points between base and tuned model came about, such as {@code weights
   *     between base and tuned}; empty where only the ends were measured
   */
  public String sentence(String measured) {
    if (measured.isEmpty()) {
      return "No points between base and tuned models were measured, so the tuned models are"
          + " compared as they are.";
    }
    if (capability.isEmpty()) {
      return "The curves do not meet above the base's %s: fewer than two arms solve more. The nearest points are compared instead."
          .formatted(TextTable.percent(start));
    }
    String met =
        "Compared at %s solved, the highest that all reach, along %s."
            .formatted(TextTable.percent(capability.getAsDouble()), measured);
    return apart.isEmpty()
        ? met
        : met
            + " %s never solves more than the base (%s): its nearest points are compared instead."
                .formatted(String.join(", ", apart), TextTable.percent(start));
  }
}
