package dev.belay.verify.code;

import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference.UnitTests;
import dev.belay.core.data.SourceLine;
import dev.belay.core.verify.Verdict;
import java.util.List;

/** Problems with unit tests, and verdicts on completions of them. */
final class CodeFixture {

  /** Adds two numbers. */
  static final Problem ADD = problem("", "add", "assert add(2, 3) == 5", "assert add(-1, 1) == 0");

  private static final CodeVerifier VERIFIER = CodeVerifier.isolated();

  private CodeFixture() {}

  static Problem problem(String prefix, String entryPoint, String... tests) {
    return problem(new UnitTests(prefix, entryPoint, "", List.of(tests)));
  }

  static Problem problem(UnitTests tests) {
    return new Problem("p", "question", tests, null, new SourceLine("test", 1), "");
  }

  static Verdict verdict(String completion, Problem problem) {
    return VERIFIER.verify(completion, problem);
  }

  static Verdict.State state(String completion, Problem problem) {
    return verdict(completion, problem).state();
  }
}
