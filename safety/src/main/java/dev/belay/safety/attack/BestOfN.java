package dev.belay.safety.attack;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.model.Seeds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Asks N times, each time with the request changed at random: the more often, the likelier that one
 * copy is complied with.
 *
 * @param info with the options' values
 * @param copies N
 * @param augmentation how each copy is changed
 * @param decoding how completions are drawn
 */
record BestOfN(AttackInfo info, int copies, Augmentation augmentation, Decoding decoding)
    implements Attack {

  /** 32 copies at the paper's σ and temperature; the paper goes up to 10,000. */
  static BestOfN standard() {
    return of(Map.of());
  }

  private static BestOfN of(Map<String, String> given) {
    AttackOptions options = new AttackOptions("best-of-n", given);
    int copies = options.count("n", 32, 1, 100_000);
    double strength = options.number("sigma", 0.4, s -> s >= 0 && s <= 1, "from 0 to 1");
    double temperature = options.number("temperature", 1, t -> t >= 0 && t <= 10, "from 0 to 10");
    return new BestOfN(
        new AttackInfo(
            "best-of-n",
            1,
            "asks N times with letters scrambled, capitals and noise in the request",
            "Hughes et al. 2024, arXiv:2412.03556",
            AttackKind.ANY_QUERY,
            options.finish()),
        copies,
        new Augmentation(strength),
        Decoding.atTemperature(temperature));
  }

  @Override
  public Attack configure(Map<String, String> options) {
    return of(options);
  }

  @Override
  public ChatInput apply(String request, long seed) {
    return copy(request, seed, 0);
  }

  @Override
  public List<Query> queries(String request, long seed) {
    return LongStream.range(0, copies)
        .mapToObj(i -> new Query("", copy(request, seed, i), Optional.of(decoding)))
        .toList();
  }

  /** A copy depends on its number alone, so that a larger N adds to a smaller one. */
  private ChatInput copy(String request, long seed, long index) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "copy", index));
    return ChatInput.user(augmentation.of(request, random));
  }
}
