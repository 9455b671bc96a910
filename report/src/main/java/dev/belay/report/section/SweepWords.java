package dev.belay.report.section;

import dev.belay.report.data.Sweep;
import java.util.List;

/** What a sweep found, in a sentence. */
final class SweepWords {

  private static final int VERDICT = 3;

  private SweepWords() {}

  static String summary(Sweep sweep) {
    return "Safety held in %d of them, did not in %d, and cannot be told in %d; the others have no verdict."
        .formatted(count(sweep, "yes"), count(sweep, "no"), count(sweep, "cannot tell"));
  }

  private static long count(Sweep sweep, String verdict) {
    return sweep.cells().stream()
        .map((List<String> cell) -> cell.get(VERDICT))
        .filter(verdict::equals)
        .count();
  }
}
