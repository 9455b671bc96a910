package dev.belay.torch.model;

import dev.belay.core.model.LoraTarget;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An adapter to train: low-rank additions to linear layers, while all else stands still (LoRA,
 * arXiv 2106.09685).
 *
 * @param rank r, the rows of {@code down}
 * @param alpha α of the scale
 * @param rankStabilized whether the scale is {@code α/√r} (rsLoRA, arXiv 2312.03732) and not {@code
 *     α/r}
 * @param targets layers that get one; at least one
 * @param dropout share of an adapter's inputs that a training pass leaves out, in [0, 1)
 * @param seed of the initial weights and of the dropout
 */
public record LoraSettings(
    int rank,
    double alpha,
    boolean rankStabilized,
    Set<LoraTarget> targets,
    double dropout,
    long seed) {

  public LoraSettings {
    targets = Set.copyOf(targets);
    if (rank < 1 || targets.isEmpty()) {
      throw new IllegalArgumentException("an adapter has a rank of at least 1 and a target");
    }
    if (!(alpha > 0) || Double.isInfinite(alpha) || !(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("alpha must be above 0 and dropout in [0, 1)");
    }
  }

  /** What multiplies {@code up · down}. */
  public double scale() {
    return alpha / (rankStabilized ? Math.sqrt(rank) : rank);
  }

  /** Whether a weight gets an addition. */
  public boolean targets(String weight) {
    return targets.stream().anyMatch(target -> target.names(weight));
  }

  /** Numbers that are trained in a model of this shape. */
  public long parameters(DecoderConfig config) {
    return WeightShape.all(config).stream()
        .filter(weight -> targets(weight.name()))
        .mapToLong(weight -> rank * (weight.shape().get(0) + weight.shape().get(1)))
        .sum();
  }

  /** The targets that a model has, by name, sorted. */
  List<String> modules(DecoderConfig config) {
    return targets.stream()
        .filter(target -> isIn(target, config))
        .map(LoraTarget::module)
        .sorted()
        .collect(Collectors.toList());
  }

  /**
   * Layers that a model has not, of those that somebody chose by name.
   *
   * @param targets all that are chosen; of {@link LoraTarget#all} no model has every one
   */
  public static List<String> absent(Set<LoraTarget> targets, DecoderConfig config) {
    return targets.equals(LoraTarget.all())
        ? List.of()
        : targets.stream()
            .filter(target -> !isIn(target, config))
            .map(LoraTarget::module)
            .sorted()
            .toList();
  }

  /** The layers of a model that can have an adapter. */
  public static List<String> present(DecoderConfig config) {
    return LoraTarget.all().stream()
        .filter(target -> isIn(target, config))
        .map(LoraTarget::module)
        .toList();
  }

  private static boolean isIn(LoraTarget target, DecoderConfig config) {
    return new LayerWeightShapes(config, 0)
        .all().stream().anyMatch(weight -> target.names(weight.name()));
  }
}
