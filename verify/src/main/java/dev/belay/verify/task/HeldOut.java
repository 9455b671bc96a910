package dev.belay.verify.task;

import dev.belay.core.data.HashOrder;
import java.util.List;

/** Cuts generated tasks into splits by a hash of what a task is about. */
final class HeldOut {

  static final List<String> SPLITS = List.of("train", "validation", "test");

  private static final int PARTS = 10;

  private HeldOut() {}

  /**
   * The split that a key belongs to: a tenth to choose by, a fifth to measure on. Tasks with one
   * key are in one split.
   */
  static String split(String purpose, String key) {
    long part = Long.remainderUnsigned(HashOrder.hash(purpose, 0, key), PARTS);
    return part < 2 ? "test" : part < 3 ? "validation" : "train";
  }

  static void requireSplit(String split) {
    if (!SPLITS.contains(split)) {
      throw new IllegalArgumentException("no split " + split + "; there are " + SPLITS);
    }
  }
}
