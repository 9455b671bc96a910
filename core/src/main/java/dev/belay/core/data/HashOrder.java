package dev.belay.core.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
    byte[] name = purpose.getBytes(StandardCharsets.UTF_8);
    byte[] text = key.getBytes(StandardCharsets.UTF_8);
    ByteBuffer message = ByteBuffer.allocate(12 + name.length + text.length);
    message.putLong(seed).putInt(name.length).put(name).put(text);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(message.array());
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
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
