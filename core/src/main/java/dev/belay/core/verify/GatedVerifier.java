package dev.belay.core.verify;

import dev.belay.core.data.Problem;
import dev.belay.core.model.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A verifier behind gates. A completion that a gate turns away is incorrect, whatever its answer;
 * one that passes them all earns what the verifier says, and nothing for having passed: a form that
 * was paid by itself would be learned by itself. Its name is that of the verifier: the gates are
 * its recipe's.
 *
 * <p>Where a gate cannot decide, neither is there a verdict. Nor where it fails, or does not come
 * to an end: no completion ends a run.
 */
public final class GatedVerifier extends VerifierOver {

  /** A gate looks at a form, which takes milliseconds. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final List<Verifier> gates;
  private final List<Verifier> guards;

  /**
   * A verifier behind gates.
   *
   * @param verifier who says what a completion earns
   * @param gates asked first, in this order; at least one
   */
  public GatedVerifier(Verifier verifier, List<? extends Verifier> gates) {
    super(verifier);
    if (gates.isEmpty()) {
      throw new IllegalArgumentException("no gates");
    }
    this.gates = List.copyOf(gates);
    this.guards =
        this.gates.stream().map(gate -> Verifiers.guarded(gate, Optional.of(DEADLINE))).toList();
  }

  /** What stands in front of it. */
  public List<Verifier> gates() {
    return gates;
  }

  @Override
  public Verdict verify(Answer answer, Problem problem) {
    return turnedAway(answer, problem).orElseGet(() -> verifier().verify(answer, problem));
  }

  /** {@inheritDoc} Only those that pass the gates come to the verifier. */
  @Override
  public List<Verdict> verifyAll(List<Attempt> attempts) {
    List<Optional<Verdict>> atGates = new ArrayList<>();
    List<Attempt> passed = new ArrayList<>();
    for (Attempt attempt : attempts) {
      Optional<Verdict> away = turnedAway(attempt.answer(), attempt.problem());
      atGates.add(away);
      if (away.isEmpty()) {
        passed.add(attempt);
      }
    }
    List<Verdict> judged = verifier().verifyAll(passed);
    List<Verdict> all = new ArrayList<>();
    int next = 0;
    for (Optional<Verdict> away : atGates) {
      all.add(away.isPresent() ? away.get() : judged.get(next++));
    }
    return List.copyOf(all);
  }

  private Optional<Verdict> turnedAway(Answer answer, Problem problem) {
    for (Verifier gate : guards) {
      Verdict verdict = gate.verify(answer, problem);
      String reason = "gate %s: %s".formatted(gate.name(), verdict.reason());
      switch (verdict.state()) {
        case CORRECT -> {}
        case INCORRECT -> {
          return Optional.of(Verdict.incorrect(null, reason));
        }
        case UNDECIDED -> {
          return Optional.of(Verdict.undecided(null, reason));
        }
        case ERROR -> {
          return Optional.of(Verdict.error(reason));
        }
      }
    }
    return Optional.empty();
  }
}
