package dev.belay.core.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Seeds derived by hashing, never by adding: neighbouring runs, purposes and indices share nothing.
 */
public final class Seeds {

  private Seeds() {}

  /**
   * The seed of one random decision.
   *
   * @param runSeed the recipe's {@code seed}
   * @param purpose what it is for, such as {@code "rollout"} or {@code "shuffle"}
   * @param indices which one: step, prompt, completion…
   */
  public static long derive(long runSeed, String purpose, long... indices) {
    byte[] name = purpose.getBytes(StandardCharsets.UTF_8);
    ByteBuffer message = ByteBuffer.allocate(12 + name.length + 8 * indices.length);
    message.putLong(runSeed).putInt(name.length).put(name);
    for (long index : indices) {
      message.putLong(index);
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(message.array());
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
