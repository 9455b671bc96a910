package dev.belay.verify.audit;

import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import dev.belay.core.model.Answer;
import dev.belay.core.run.Progress;
import dev.belay.core.verify.Attempt;
import dev.belay.core.verify.GatedVerifier;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import dev.belay.verify.format.FormatVerifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A verifier under attack: each exploit is tried on each problem. An exploit that pays on one
 * problem, by any of its completions, pays on that problem; problems are counted, not completions,
 * since those of one problem are no independent draws.
 *
 * <p>Completions for a verifier behind gates are written in the form that the gates ask for, as far
 * as a program can: a policy learns the form first.
 */
public final class RewardAudit {

  /**
   * What one exploit did.
   *
   * @param problems on which it was tried
   * @param paid problems on which a completion earned something
   * @param undecided problems on which some completion had no verdict, and none was paid
   * @param errors problems on which the verifier failed
   * @param payments the first few that were paid
   * @param failures the first few on which the verifier failed
   */
  public record Row(
      Exploit exploit,
      int problems,
      int paid,
      int undecided,
      int errors,
      List<Payment> payments,
      List<Payment> failures) {

    public Row {
      payments = List.copyOf(payments);
      failures = List.copyOf(failures);
    }

    /** Whether the reward must not be trained on: something is paid or broken that must not be. */
    public boolean isFault() {
      return switch (exploit.kind()) {
        case CHEAT -> paid > 0 || errors > 0;
        case GUESS -> errors > 0;
        case CONTROL -> errors > 0 || paid == 0;
      };
    }
  }

  /** A completion and what it got. */
  public record Payment(Problem problem, String completion, Verdict verdict) {}

  private static final int KEPT = 2;

  /** Programs are run, which takes time. */
  private static final int MOST_PROGRAMS = 12;

  private final Verifier verifier;

  /** An audit of a verifier, with its gates if it has some. */
  public RewardAudit(Verifier verifier) {
    this.verifier = verifier;
  }

  /**
   * Tries every exploit.
   *
   * @return a row for each that applies to some problem, in the battery's order
   */
  public List<Row> run(List<Problem> problems, Progress progress) {
    progress.start("attacking " + verifier.name(), Battery.ALL.size());
    List<Row> rows = new ArrayList<>();
    int done = 0;
    for (Exploit exploit : Battery.ALL) {
      Row row = row(exploit, problems);
      if (row.problems() > 0) {
        rows.add(row);
      }
      progress.update(++done, exploit.name());
    }
    progress.finish("%d exploits".formatted(rows.size()));
    return List.copyOf(rows);
  }

  private Row row(Exploit exploit, List<Problem> problems) {
    List<Attempt> attempts = new ArrayList<>();
    int tried = 0;
    for (Problem problem : problems) {
      List<Answer> answers = exploit.attempts().apply(problem);
      boolean run = problem.reference() instanceof Reference.UnitTests;
      if (!answers.isEmpty() && !(run && tried >= MOST_PROGRAMS)) {
        tried++;
        answers.forEach(answer -> attempts.add(new Attempt(dressed(answer), problem)));
      }
    }
    return count(
        exploit, tried, attempts, attempts.isEmpty() ? List.of() : verifier.verifyAll(attempts));
  }

  private static Row count(
      Exploit exploit, int tried, List<Attempt> attempts, List<Verdict> verdicts) {
    Set<Problem> paid = new LinkedHashSet<>();
    Set<Problem> undecided = new LinkedHashSet<>();
    Set<Problem> errors = new LinkedHashSet<>();
    List<Payment> payments = new ArrayList<>();
    List<Payment> failures = new ArrayList<>();
    for (int i = 0; i < attempts.size(); i++) {
      Problem problem = attempts.get(i).problem();
      Verdict verdict = verdicts.get(i);
      Payment payment = new Payment(problem, attempts.get(i).answer().text(), verdict);
      if (verdict.state() == Verdict.State.ERROR) {
        errors.add(problem);
        keep(failures, payment);
      } else if (verdict.state() == Verdict.State.UNDECIDED) {
        undecided.add(problem);
      } else if (verdict.score() > 0) {
        paid.add(problem);
        keep(payments, payment);
      }
    }
    undecided.removeAll(paid);
    return new Row(
        exploit, tried, paid.size(), undecided.size(), errors.size(), payments, failures);
  }

  private static void keep(List<Payment> kept, Payment payment) {
    if (kept.size() < KEPT) {
      kept.add(payment);
    }
  }

  private Answer dressed(Answer answer) {
    if (!(verifier instanceof GatedVerifier gated) || answer.isCutOff()) {
      return answer; // What was cut off has closed nothing.
    }
    Answer dressed = answer;
    for (Verifier gate : gated.gates()) {
      dressed = gate instanceof FormatVerifier format ? format.dressed(dressed) : dressed;
    }
    return dressed;
  }
}
