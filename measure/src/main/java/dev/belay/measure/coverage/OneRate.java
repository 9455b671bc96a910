package dev.belay.measure.coverage;

import dev.belay.core.stats.ClopperPearson;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.Rate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Intervals of one rate, one completion a prompt.
 *
 * @param n prompts
 * @param rate the true one
 * @param cache what covers, by count: there are few counts and many experiments
 */
record OneRate(int n, double rate, Map<Long, boolean[]> cache) implements Experiment {

  static final double CONFIDENCE = Interval.DEFAULT_CONFIDENCE;

  OneRate(int n, double rate) {
    this(n, rate, new HashMap<>());
  }

  @Override
  public String study() {
    return "One rate";
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.of("n", n, "rate", rate);
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.coverage("Wilson", CONFIDENCE),
        Claim.coverage("Clopper–Pearson", CONFIDENCE),
        Claim.coverage("normal (not used)", CONFIDENCE));
  }

  @Override
  public boolean[] run(SplittableRandom random) {
    return cache.computeIfAbsent(Draws.binomial(random, n, rate), k -> covers(new Rate(k, n)));
  }

  private boolean[] covers(Rate observed) {
    double variance = observed.value() * (1 - observed.value()) / n;
    return new boolean[] {
      observed.wilson(CONFIDENCE).contains(rate),
      ClopperPearson.interval(observed, CONFIDENCE).contains(rate),
      Draws.normal(observed.value(), Math.sqrt(variance), CONFIDENCE).contains(rate)
    };
  }
}
