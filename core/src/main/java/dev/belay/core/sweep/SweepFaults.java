package dev.belay.core.sweep;

import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a sweep's file, each thing said once, in the order of its lines. */
final class SweepFaults {

  private final String file;
  private final List<Fault> faults = new ArrayList<>();

  private record Fault(int line, String text) {}

  SweepFaults(String file) {
    this.file = file;
  }

  /** Notes a fault of the sweep's file. */
  void add(int line, String path, String what) {
    note(line, "%s:%d: %s: %s".formatted(file, line, path, what));
  }

  /** Notes a fault that says itself where it is; those of other files come last. */
  void addElsewhere(String text) {
    note(Integer.MAX_VALUE, text);
  }

  private void note(int line, String text) {
    Fault fault = new Fault(line, text);
    if (!faults.contains(fault)) {
      faults.add(fault);
    }
  }

  boolean isEmpty() {
    return faults.isEmpty();
  }

  void throwIfAny() {
    if (!faults.isEmpty()) {
      throw new BadInputException(
          faults.stream().sorted(Comparator.comparingInt(Fault::line)).map(Fault::text).toList());
    }
  }
}
