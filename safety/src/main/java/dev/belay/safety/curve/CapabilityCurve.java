package dev.belay.safety.curve;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The models between a base and what training made of it, in that order, by their capability:
 * between two neighbours it is taken to run straight.
 *
 * @param points at least the base and the tuned model, with a capability each
 * @param capabilities of the points, in [0, 1]
 */
public record CapabilityCurve(List<CurvePoint> points, List<Double> capabilities) {

  public CapabilityCurve {
    points = List.copyOf(points);
    capabilities = List.copyOf(capabilities);
    if (points.size() < 2 || points.size() != capabilities.size()) {
      throw new IllegalArgumentException(
          "a curve needs two points or more with a capability each, had %d and %d"
              .formatted(points.size(), capabilities.size()));
    }
  }

  /** The curve through points; empty where one of them was measured on no suite of tasks. */
  public static Optional<CapabilityCurve> of(List<CurvePoint> points, double confidence) {
    List<Double> capabilities =
        points.stream()
            .flatMap(point -> MeanRate.capability(point.evaluation(), confidence).stream())
            .map(MeanRate::rate)
            .toList();
    return points.size() >= 2 && capabilities.size() == points.size()
        ? Optional.of(new CapabilityCurve(points, capabilities))
        : Optional.empty();
  }

  /** The capability of the base. */
  public double start() {
    return capabilities.getFirst();
  }

  /** The highest of any point. */
  public double highest() {
    return capabilities.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /**
   * Where a curve has a capability: as a mixture of two neighbours.
   *
   * @param weight of the second, in [0, 1]; the first has the rest
   */
  public record Place(CurvePoint first, CurvePoint second, double weight) {

    /** In words: {@code between weights 0.25 and weights 0.5}. */
    public String words() {
      if (weight == 0) {
        return "at " + first.name();
      }
      return weight == 1
          ? "at " + second.name()
          : String.format(Locale.ROOT, "between %s and %s", first.name(), second.name());
    }
  }

  /**
   * The first place along the curve, where training would have been stopped: at the capability, or
   * between two neighbours of which one has less and the other more.
   */
  public Optional<Place> at(double capability) {
    for (int i = 0; i + 1 < points.size(); i++) {
      double from = capabilities.get(i);
      double to = capabilities.get(i + 1);
      if (Math.min(from, to) <= capability && capability <= Math.max(from, to)) {
        double weight = from == to ? 0 : (capability - from) / (to - from);
        return Optional.of(new Place(points.get(i), points.get(i + 1), weight));
      }
    }
    return Optional.empty();
  }
}
