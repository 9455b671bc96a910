package dev.belay.core.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The bounds on a drop of safety that numbers allow, and the tightest of those that hold (drift
 * specification §3).
 *
 * @param largestPossible base safety, or 1: a bound that is no smaller says nothing
 * @param bounds in the order of the specification
 */
public record DropBounds(double largestPossible, List<Bound> bounds) {

  /**
   * One bound.
   *
   * @param name such as {@code B6 kl-inverse}
   * @param section of the drift specification
   * @param drop at most so much safety is lost
   * @param vacuous whether that says nothing
   * @param of what it holds for
   */
  public record Bound(String name, String section, double drop, boolean vacuous, Of of) {}

  /** What a bound holds for. */
  public enum Of {
    /** Any policy with that KL on the prompts asked about. */
    ANY_POLICY,
    /** The optimum of reward less coefficient times KL, on those prompts. */
    OPTIMUM
  }

  public DropBounds {
    bounds = List.copyOf(bounds);
  }

  /**
   * From the KL on the safety prompts.
   *
   * @param base what is known of base safety
   * @param kl K, or an upper limit of it, nats, 0 or more
   */
  public static DropBounds ofKl(Optional<BaseSafety> base, double kl) {
    double largest = base.map(BaseSafety::value).orElse(1.0);
    List<Bound> bounds = new ArrayList<>();
    KlToTv tv = KlToTv.of(kl);
    base.ifPresent(
        known -> {
          add(bounds, "B6 kl-inverse", "3 B6", known.klInverse(kl), largest, Of.ANY_POLICY);
          add(bounds, "B7 Bernstein", "3 B7", known.bernstein(kl), largest, Of.ANY_POLICY);
        });
    add(bounds, "B8 Pinsker", "3 B8", tv.pinsker(), largest, Of.ANY_POLICY);
    add(bounds, "B9 Bretagnolle-Huber", "3 B9", tv.bretagnolleHuber(), largest, Of.ANY_POLICY);
    return new DropBounds(largest, bounds);
  }

  /**
   * From the KL the other way, {@code KL(reference ‖ policy)} on the safety prompts. It bounds the
   * total variation as well.
   *
   * @param base what is known of base safety
   * @param kl of the reference to the policy, or an upper limit of it, nats, 0 or more
   */
  public static DropBounds ofReverseKl(Optional<BaseSafety> base, double kl) {
    double largest = base.map(BaseSafety::value).orElse(1.0);
    List<Bound> bounds = new ArrayList<>();
    KlToTv tv = KlToTv.of(kl);
    base.ifPresent(
        known ->
            add(
                bounds,
                "B6 mirrored",
                "3 B6",
                known.mirroredKlInverse(kl),
                largest,
                Of.ANY_POLICY));
    add(bounds, "B8 Pinsker", "3 B8", tv.pinsker(), largest, Of.ANY_POLICY);
    add(bounds, "B9 Bretagnolle-Huber", "3 B9", tv.bretagnolleHuber(), largest, Of.ANY_POLICY);
    return new DropBounds(largest, bounds);
  }

  /**
   * From the coefficient.
   *
   * @param base what is known of base safety
   * @param range of the reward, 0 or more
   * @param beta above 0
   * @param success of the base under a reward of 0 or 1 on the same prompts, if known
   */
  public static DropBounds ofCoefficient(
      Optional<BaseSafety> base, double range, double beta, OptionalDouble success) {
    double largest = base.map(BaseSafety::value).orElse(1.0);
    List<Bound> bounds = new ArrayList<>();
    if (success.isPresent()) {
      double p = success.getAsDouble();
      double kappa = BinaryReward.of(p, beta).kappa();
      add(bounds, "gain of success", "2.1", kappa, largest, Of.OPTIMUM);
      base.ifPresent(
          known -> add(bounds, "B4 Fréchet", "3 B4", known.frechet(p, beta), largest, Of.OPTIMUM));
    }
    base.ifPresent(
        known ->
            add(bounds, "B3 log-odds", "3 B3", known.logOdds(range, beta), largest, Of.OPTIMUM));
    add(
        bounds,
        "B2 tanh(R/4 beta)",
        "2.3",
        RangeBound.totalVariation(range, beta),
        largest,
        Of.OPTIMUM);
    return new DropBounds(largest, bounds);
  }

  /**
   * Bounds of the optimum as bounds of a policy that is short of it (§4.4): each is larger by what
   * the two can differ.
   */
  public DropBounds shortOfOptimum(Suboptimality gap) {
    return new DropBounds(
        largestPossible,
        bounds.stream()
            .map(
                bound ->
                    new Bound(
                        bound.name(),
                        bound.section(),
                        bound.drop() + gap.tv(),
                        bound.drop() + gap.tv() >= largestPossible,
                        bound.of()))
            .toList());
  }

  /** The smallest that says something. */
  public Optional<Bound> tightest() {
    return bounds.stream()
        .filter(bound -> !bound.vacuous())
        .reduce((first, second) -> second.drop() < first.drop() ? second : first);
  }

  private static void add(
      List<Bound> bounds, String name, String section, double drop, double largest, Of of) {
    bounds.add(new Bound(name, section, drop, drop >= largest, of));
  }
}
