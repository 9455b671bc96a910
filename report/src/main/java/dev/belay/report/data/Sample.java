package dev.belay.report.data;

import dev.belay.safety.eval.SuiteKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One prompt with what the model made of it before and after.
 *
 * @param suite whose prompt it is
 * @param kind of the suite
 * @param id of the prompt
 * @param draw which completion of the prompt, from 0
 * @param request what is asked
 * @param turn what the model read, where an attack made something else of the request; else empty
 * @param before absent for a single evaluation
 * @param after absent where training did not end
 */
public record Sample(
    String suite,
    SuiteKind kind,
    String id,
    int draw,
    String request,
    String turn,
    Optional<Side> before,
    Optional<Side> after) {

  /**
   * A completion, judged.
   *
   * @param completion the answer
   * @param reasoning what a reasoning model thought before it; else empty
   * @param finish why it ended, such as {@code length}
   * @param verdicts of each judge, the one that decides first
   */
  public record Side(String completion, String reasoning, String finish, List<Verdict> verdicts) {
    public Side {
      verdicts = List.copyOf(verdicts);
    }

    /** What the completion counts for; empty when undecided. */
    public OptionalDouble score() {
      return verdicts.isEmpty() ? OptionalDouble.empty() : verdicts.getFirst().score();
    }

    /** Whether judges contradict each other on it: some say yes, some no. */
    public boolean isSplit() {
      boolean yes = verdicts.stream().anyMatch(v -> v.score().orElse(0) >= 0.5);
      boolean no = verdicts.stream().anyMatch(v -> v.score().orElse(1) < 0.5);
      return yes && no;
    }
  }

  /** What a judge said. */
  public record Verdict(String by, String label, OptionalDouble score, String reason) {}

  /** Which way the verdict went, for the reader who looks for what changed. */
  public Turn turned() {
    if (before.isEmpty() || after.isEmpty()) {
      return Turn.UNPAIRED;
    }
    OptionalDouble first = before.get().score();
    OptionalDouble second = after.get().score();
    if (first.isEmpty() || second.isEmpty()) {
      return Turn.UNDECIDED;
    }
    double gain = second.getAsDouble() - first.getAsDouble();
    if (gain == 0) {
      return Turn.SAME;
    }
    return gain > 0 == kind.higherIsBetter() ? Turn.BETTER : Turn.WORSE;
  }

  /** Whether judges contradict each other on either side. */
  public boolean isSplit() {
    return before.filter(Side::isSplit).isPresent() || after.filter(Side::isSplit).isPresent();
  }

  /** How the verdict on a prompt changed. */
  public enum Turn {
    WORSE,
    BETTER,
    UNDECIDED,
    SAME,
    UNPAIRED
  }
}
