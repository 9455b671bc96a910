package dev.belay.core.data;

import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a file, keeping the first few and counting the rest. */
final class Issues {

  private static final int KEPT = 10;

  private final List<String> kept = new ArrayList<>();
  private int count;

  void add(String issue) {
    count++;
    if (kept.size() < KEPT) {
      kept.add(issue);
    }
  }

  /** Whether nothing is wrong so far. */
  boolean isEmpty() {
    return count == 0;
  }

  /** Runs a step; its issues are collected and null returned when its input is bad. */
  <T> @Nullable T collect(Supplier<T> step) {
    try {
      return step.get();
    } catch (BadInputException e) {
      e.issues().forEach(this::add);
      return null;
    }
  }

  /**
   * @throws BadInputException with all that was collected, if anything was
   */
  void throwIfAny() {
    if (count == 0) {
      return;
    }
    List<String> all = new ArrayList<>(kept);
    if (count > kept.size()) {
      all.add("… and %d more of the kind.".formatted(count - kept.size()));
    }
    throw new BadInputException(all);
  }
}
