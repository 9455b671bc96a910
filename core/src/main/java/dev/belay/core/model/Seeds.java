package dev.belay.core.model;

import dev.belay.core.hash.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

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
    ByteBuffer payload = ByteBuffer.allocate(8 * indices.length);
    for (long index : indices) {
      payload.putLong(index);
    }
    return derive(runSeed, purpose, payload.array());
  }

  /**
   * The seed of one random decision about a thing that has a name.
   *
   * @param key names the thing
   */
  public static long derive(long runSeed, String purpose, String key) {
    return derive(runSeed, purpose, key.getBytes(StandardCharsets.UTF_8));
  }

  private static long derive(long runSeed, String purpose, byte[] which) {
    byte[] name = purpose.getBytes(StandardCharsets.UTF_8);
    ByteBuffer message = ByteBuffer.allocate(12 + name.length + which.length);
    message.putLong(runSeed).putInt(name.length).put(name).put(which);
    return Sha256.first64(message.array());
  }
}
