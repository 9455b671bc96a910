package dev.belay.core.coverage;

import dev.belay.core.stats.ClopperPearson;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.Rate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Intervals of one rate, one completion a prompt.
 *
 * @param n prompts
 * @param rate the true one
 * @param cache intervals by method and count: there are few counts and many experiments
 */
record OneRate(int n, double rate, Map<Long, List<Interval>> cache) implements Experiment {

  static final double CONFIDENCE = 0.95;

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
  public void run(SplittableRandom random, long[] hits) {
    List<Interval> intervals =
        cache.computeIfAbsent(Draws.binomial(random, n, rate), k -> intervals(new Rate(k, n)));
    for (int i = 0; i < intervals.size(); i++) {
      hits[i] += intervals.get(i).contains(rate) ? 1 : 0;
    }
  }

  private static List<Interval> intervals(Rate rate) {
    List<Function<Rate, Interval>> methods =
        List.of(
            r -> r.wilson(CONFIDENCE),
            r -> ClopperPearson.interval(r, CONFIDENCE),
            OneRate::normal);
    return methods.stream().map(method -> method.apply(rate)).toList();
  }

  private static Interval normal(Rate rate) {
    double variance = rate.value() * (1 - rate.value()) / rate.n();
    return Draws.normal(rate.value(), Math.sqrt(variance), CONFIDENCE);
  }
}
