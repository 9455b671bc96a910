package dev.belay.train.signal;

import dev.belay.core.recipe.SignalSpec.DifficultySpec;
import dev.belay.core.recipe.SignalSpec.Place;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.stats.ClusteredRate;
import dev.belay.core.stats.Interval;
import dev.belay.train.step.CutOffShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What pass rates say, in sentences, before the first step. */
public final class DifficultyReport {

  private final List<PassRate> rates;
  private final TrainSpec.Rlvr spec;
  private final DifficultySpec difficulty;
  private final long seed;

  /**
   * A report.
   *
   * @param rates of all prompts, at least one
   */
  public DifficultyReport(
      List<PassRate> rates, TrainSpec.Rlvr spec, DifficultySpec difficulty, long seed) {
    this.rates = List.copyOf(rates);
    this.spec = spec;
    this.difficulty = difficulty;
    this.seed = seed;
  }

  /** The sentences: what it can do, and what that promises. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(counts());
    int groupSize = spec.rollout().groupSize();
    SignalForecast all = SignalForecast.of(rates, _ -> true, groupSize, seed);
    String text =
        "expected share of groups of %d with signal: %s over all %d prompts"
            .formatted(groupSize, percent(all.share(), all.interval()), all.prompts());
    if (rates.stream().anyMatch(this::isFirst) && !rates.stream().allMatch(this::isFirst)) {
      SignalForecast first = SignalForecast.of(rates, this::isFirst, groupSize, seed);
      text +=
          ", %s over the %d that come first, which last for %d steps"
              .formatted(
                  percent(first.share(), first.interval()),
                  first.prompts(),
                  first.prompts() / spec.rollout().promptsPerStep());
    }
    lines.add(text);
    return List.copyOf(lines);
  }

  /** What to say if too many are cut off. */
  public Optional<String> warning() {
    return cutOff().warning(spec.truncation().handling());
  }

  private boolean isFirst(PassRate rate) {
    return PromptPlaces.placeOf(rate, difficulty) == Place.KEEP;
  }

  private String counts() {
    long never = rates.stream().filter(PassRate::isNever).count();
    long always = rates.stream().filter(PassRate::isAlways).count();
    return "before training, %d completions each of %d prompts: right %s of those decided; never in %d prompts (%s), always in %d (%s)"
        .formatted(
            difficulty.completions(),
            rates.size(),
            rate().orElse("in none"),
            never,
            said(difficulty.never()),
            always,
            said(difficulty.always()));
  }

  /** Completions of one prompt are alike, so the prompt is the unit. */
  private Optional<String> rate() {
    List<PassRate> decided = rates.stream().filter(rate -> rate.decided() > 0).toList();
    if (decided.isEmpty()) {
      return Optional.empty();
    }
    ClusteredRate rate =
        ClusteredRate.of(
            decided.stream().mapToDouble(one -> (double) one.solved() / one.decided()).toArray(),
            decided.stream().mapToLong(PassRate::decided).sum());
    return Optional.of("in " + percent(rate.rate(), rate.interval(Interval.DEFAULT_CONFIDENCE)));
  }

  private static String said(Place place) {
    return switch (place) {
      case KEEP -> "kept";
      case LAST -> "put last";
      case OUT -> "left out";
    };
  }

  private CutOffShare cutOff() {
    return new CutOffShare(
        ClusteredRate.of(
            rates.stream()
                .mapToDouble(rate -> (double) rate.cutOff() / rate.completions())
                .toArray(),
            rates.stream().mapToLong(PassRate::completions).sum()),
        rates.stream().mapToLong(PassRate::cutOff).sum(),
        rates.stream().mapToLong(PassRate::completions).sum(),
        spec.rollout().maxCompletionTokens());
  }

  private static String percent(double share, Interval interval) {
    return String.format(
        Locale.ROOT,
        "%.1f %% [%.1f, %.1f]",
        100 * share,
        100 * interval.low(),
        100 * interval.high());
  }
}
