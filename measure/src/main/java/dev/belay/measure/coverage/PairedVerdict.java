package dev.belay.measure.coverage;

import dev.belay.core.stats.ExactDrop;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.PairedOutcomes;
import dev.belay.core.stats.TangoInterval;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Verdicts where they are hardest: the true drop is the margin itself, so that both "held" and "did
 * not hold" are errors.
 *
 * @param n prompts
 * @param truth the law of a pair; its drop is the margin
 * @param cache wrong verdicts by the two counts that they depend on
 */
record PairedVerdict(int n, PairedTruth truth, Map<Long, boolean[]> cache) implements Experiment {
  private static final double ERROR = (1 - OneRate.CONFIDENCE) / 2;

  PairedVerdict(int n, PairedTruth truth) {
    this(n, truth, new HashMap<>());
  }

  @Override
  public String study() {
    return "Verdict at the margin";
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.of("n", n, "margin", truth.drop(), "discordant", truth.discordant());
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.error("held", ERROR),
        Claim.error("did not hold", ERROR),
        Claim.error("exact limit", ERROR),
        Claim.error("exact net limit", ERROR));
  }

  @Override
  public boolean[] run(SplittableRandom random) {
    PairedOutcomes pairs = truth.draw(random, n);
    return cache.computeIfAbsent(
        pairs.onlyBefore() * (n + 1) + pairs.onlyAfter(), key -> wrong(pairs));
  }

  private boolean[] wrong(PairedOutcomes pairs) {
    double margin = truth.drop();
    Interval worsening = TangoInterval.interval(pairs, OneRate.CONFIDENCE).negated();
    return new boolean[] {
      worsening.high() < margin,
      worsening.low() > margin,
      ExactDrop.upperLimit(pairs, 1 - ERROR) < margin,
      ExactDrop.netUpperLimit(pairs, 1 - ERROR) < margin
    };
  }
}
