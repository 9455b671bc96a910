package dev.belay.core.data;

import dev.belay.core.model.Seeds;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Orders things by the SHA-256 of a key, a seed and a purpose: the same on every machine, and the
 * place of one element depends on no other.
 */
public final class HashOrder {

  private HashOrder() {}

  /** The first 64 bits of the hash, to be read as unsigned. */
  public static long hash(String purpose, long seed, String key) {
    return Seeds.derive(seed, purpose, key);
  }

  /**
   * A shuffled copy.
   *
   * @param key names an element; elements with equal keys keep their order
   */
  public static <T> List<T> shuffled(
      List<T> elements, String purpose, long seed, Function<? super T, String> key) {
    record Placed<T>(T element, long hash) {}
    return elements.stream()
        .map(element -> new Placed<>(element, hash(purpose, seed, key.apply(element))))
        .sorted(Comparator.comparing(Placed<T>::hash, Long::compareUnsigned))
        .map(Placed::element)
        .toList();
  }

  /** A shuffled copy of samples, by id. */
  public static <T extends Sample> List<T> shuffled(List<T> samples, long seed) {
    return shuffled(samples, "shuffle", seed, Sample::id);
  }
}
