package dev.belay.safety.certificate;

import dev.belay.core.drift.KlBudget;
import dev.belay.safety.drift.DriftBound;
import dev.belay.safety.drift.KlEstimate;
import dev.belay.safety.drift.SuiteDrift;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the KL on the prompts that measure safety proves about a worsening of sampled completions,
 * by the kl-inverse (drift specification §3 B6, §7.2). Model-based: the KL is an estimate.
 *
 * @param kl KL(trained ‖ base), nats a completion
 * @param klLimit its upper limit
 * @param base the base's share of good completions at which the bound is largest, within its
 *     interval
 * @param limit the share got worse by at most this
 * @param confidence of the limit, of both intervals together
 * @param certified whether the limit is below the margin
 * @param vacuous whether the limit says nothing
 * @param budget the largest KL that would keep a base like that within the margin; absent if any
 *     would
 * @param observed by how much the share of sampled completions got worse; absent where nothing was
 *     decided
 * @param prompts that it is about
 * @param completions that were sampled of the trained policy
 * @param mirroredKl KL(base ‖ trained), nats a completion; absent with an older drift
 * @param mirroredLimit what its upper limit bounds, by the kl-inverse mirrored, at the same
 *     confidence; likewise. It decides nothing: the smaller of two limits has not the confidence of
 *     either
 * @param tighter what would make the limit smaller
 */
public record KlCertificate(
    double kl,
    double klLimit,
    double base,
    double limit,
    double confidence,
    boolean certified,
    boolean vacuous,
    @Nullable Double budget,
    @Nullable Double observed,
    int prompts,
    int completions,
    @Nullable Double mirroredKl,
    @Nullable Double mirroredLimit,
    String tighter) {

  /**
   * The certificate of a suite.
   *
   * @param confidence that the drift was measured with
   */
  static KlCertificate of(SuiteDrift drift, double margin, double confidence) {
    double base = drift.bound().baseAtLimit();
    double budget = KlBudget.of(base, margin).dropBudget();
    Double change = drift.safety().change();
    double limit = drift.bound().atLimits();
    DriftBound mirrored = drift.mirroredBound();
    return new KlCertificate(
        drift.kl().kl(),
        drift.bound().klLimit(),
        base,
        limit,
        confidence,
        limit < margin,
        drift.bound().vacuous(),
        Double.isFinite(budget) ? budget : null,
        change == null ? null : 0.0 - change,
        drift.prompts(),
        drift.completions(),
        mirrored == null ? null : drift.reverseKl().kl(),
        mirrored == null ? null : mirrored.atLimits(),
        tighter(drift, limit < margin, budget));
  }

  private static String tighter(SuiteDrift drift, boolean certified, double budget) {
    KlEstimate kl = drift.kl();
    if (certified) {
      return "nothing is needed for this margin; a smaller KL allows a smaller one";
    }
    if (kl.kl() >= budget) {
      return String.format(
          Locale.ROOT,
          "the KL would have to be at most %.2g nats: hold it there by an anchor, a larger"
              + " coefficient or fewer steps",
          budget);
    }
    double radius = kl.high() - kl.kl();
    double needed = Math.pow(radius / (budget - kl.kl()), 2) * drift.prompts();
    return String.format(
        Locale.ROOT,
        "the estimate itself is within the budget of %.2g nats: about %.0f prompts would bring its"
            + " limit there, and narrow the base's share (evaluate.drift.prompts)",
        budget,
        Math.ceil(needed));
  }
}
