package dev.belay.verify.code;

import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference.UnitTests;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.Attempt;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs the Python code of a completion against unit tests. Correct is what passes all of them;
 * there is no credit for some. The code runs in a sandbox of its own, the tests in another: see
 * {@code docs/verifiers/code.md}.
 */
public final class CodeVerifier implements Verifier {

  /** Longer answers are no code that anybody asked for. */
  static final int MAX_CHARACTERS = 200_000;

  private static final int SHOWN = 2_000;

  private final String name;
  private final CodePools pools;

  /** Issues by tests, which a run asks for more than once. */
  private final Map<UnitTests, Optional<String>> issues = new ConcurrentHashMap<>();

  private CodeVerifier(String name, CodePools pools) {
    this.name = name;
    this.pools = pools;
  }

  /** Runs code isolated by the operating system, and none where that cannot be had. */
  public static CodeVerifier isolated() {
    return new CodeVerifier("code", CodePools.ISOLATED);
  }

  /** The same within other limits than the standard ones. */
  static CodeVerifier isolated(Limits limits) {
    return new CodeVerifier("code", CodePools.isolated(limits));
  }

  /**
   * Runs code as this machine's own processes, with limits but otherwise free: only for those who
   * name it in their recipe.
   */
  public static CodeVerifier unisolated() {
    return new CodeVerifier("code-unisolated", CodePools.UNISOLATED);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int version() {
    return 3;
  }

  @Override
  public String extractor() {
    return "python-code";
  }

  /** Nobody runs code without isolation who did not ask for it. */
  @Override
  public boolean onlyByName() {
    return pools == CodePools.UNISOLATED;
  }

  /** A program is whole when its code is closed, whatever is said after it. */
  @Override
  public boolean isWhole(Answer answer, Problem problem) {
    return switch (answer.ending()) {
      case COMPLETE -> true;
      case CUT_OFF_IN_REASONING -> false;
      case CUT_OFF ->
          problem.reference() instanceof UnitTests tests
              && answer.text().length() <= MAX_CHARACTERS
              && CodeExtraction.extract(answer.text(), tests.entryPoint()).closed();
    };
  }

  @Override
  public Verdict verify(Answer answer, Problem problem) {
    return verifyAll(List.of(new Attempt(answer, problem))).getFirst();
  }

  @Override
  public List<Verdict> verifyAll(List<Attempt> attempts) {
    CodePools.Found found = pools.find();
    CodePool pool = found.pool();
    if (pool == null) {
      return attempts.stream().map(_ -> Verdict.error(found.missing())).toList();
    }
    List<Reading> readings = attempts.stream().map(CodeVerifier::read).toList();
    List<CodeJob> jobs = new ArrayList<>();
    readings.stream().filter(reading -> reading.job() != null).forEach(r -> jobs.add(r.job()));
    List<Outcome> outcomes = pool.runAll(jobs);
    List<Verdict> verdicts = new ArrayList<>();
    int next = 0;
    for (Reading reading : readings) {
      verdicts.add(
          reading.job() == null ? reading.verdict() : verdict(reading, outcomes.get(next++)));
    }
    return List.copyOf(verdicts);
  }

  /** An attempt as a job, or the verdict where there is nothing to run. */
  private record Reading(@Nullable CodeJob job, CodeExtraction.Result code, Verdict verdict) {}

  private static Reading read(Attempt attempt) {
    CodeExtraction.Result none = new CodeExtraction.Result(List.of(), "", "", false);
    if (!(attempt.problem().reference() instanceof UnitTests tests)) {
      return new Reading(null, none, Verdict.error("the reference is no unit tests"));
    }
    Answer answer = attempt.answer();
    if (answer.isCutOffInReasoning()) {
      return new Reading(null, none, Verdict.incorrect(null, Answer.NEVER_BEGAN));
    }
    if (answer.text().length() > MAX_CHARACTERS) {
      String reason = "longer than %d characters".formatted(MAX_CHARACTERS);
      return new Reading(null, none, Verdict.incorrect(null, reason));
    }
    CodeExtraction.Result code = CodeExtraction.extract(answer.text(), tests.entryPoint());
    if (answer.isCutOff() && !code.closed()) {
      return new Reading(null, code, Verdict.incorrect(null, "cut off before its code was closed"));
    }
    return code.pieces().isEmpty()
        ? new Reading(null, code, Verdict.incorrect(null, code.how()))
        : new Reading(new CodeJob(tests, code.pieces()), code, Verdict.error(""));
  }

  private static Verdict verdict(Reading reading, Outcome outcome) {
    String shown = reading.code().shown().strip();
    String extracted = shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "\u2026";
    String reason = reading.code().how() + ": " + outcome.reason();
    return switch (outcome.state()) {
      case PASSED -> Verdict.correct(extracted, reason);
      case FAILED -> Verdict.incorrect(extracted, reason);
      case BROKEN, ERROR -> Verdict.error(outcome.reason());
    };
  }

  @Override
  public Optional<String> referenceIssue(Problem problem) {
    if (!(problem.reference() instanceof UnitTests tests)) {
      return Optional.of("the reference is no unit tests");
    }
    CodePools.Found found = pools.find();
    CodePool pool = found.pool();
    return pool == null
        ? Optional.of(found.missing())
        : issues.computeIfAbsent(tests, _ -> issue(pool.run(CodeJob.ofTestsAlone(tests))));
  }

  private static Optional<String> issue(Outcome outcome) {
    return outcome.state() == Outcome.State.PASSED
        ? Optional.empty()
        : Optional.of(outcome.reason());
  }
}
