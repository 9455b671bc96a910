package dev.belay.core.stats;

import java.util.Optional;

/**
 * Verdicts counted, the undecided ones apart: they are neither yes nor no and never silently
 * dropped.
 *
 * @param yes verdicts that hold
 * @param no verdicts that do not hold
 * @param undecided verdicts that could not be given
 */
public record Tally(long yes, long no, long undecided) {

  public Tally {
    if (yes < 0 || no < 0 || undecided < 0) {
      throw new IllegalArgumentException(
          "counts must not be negative: %d, %d, %d".formatted(yes, no, undecided));
    }
  }

  /** Number of verdicts, the undecided ones included. */
  public long total() {
    return yes + no + undecided;
  }

  /** The share among the decided; empty when nothing was decided. */
  public Optional<Rate> decidedRate() {
    return yes + no == 0 ? Optional.empty() : Optional.of(new Rate(yes, yes + no));
  }

  /** The share among all when every undecided verdict is taken as no; empty without verdicts. */
  public Optional<Rate> lowestRate() {
    return total() == 0 ? Optional.empty() : Optional.of(new Rate(yes, total()));
  }

  /** The share among all when every undecided verdict is taken as yes; empty without verdicts. */
  public Optional<Rate> highestRate() {
    return total() == 0 ? Optional.empty() : Optional.of(new Rate(yes + undecided, total()));
  }
}
