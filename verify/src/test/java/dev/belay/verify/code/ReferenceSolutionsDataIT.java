package dev.belay.verify.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.data.DatasetSpec;
import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference.UnitTests;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.Attempt;
import dev.belay.core.verify.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published solutions pass their tests; what is no solution does not. */
final class ReferenceSolutionsDataIT {

  /** Whether they are right is asked, not how fast this machine is: one needs 2 to 6 s. */
  private static final CodeVerifier VERIFIER =
      CodeVerifier.isolated(Limits.STANDARD.withSeconds(60, 120));

  @ParameterizedTest
  @CsvSource({"humaneval, test, 164", "mbpp, all, 974"})
  void solutionsPass(String name, String split, int size) {
    List<Problem> problems = problems(name, split);
    assertThat(problems).hasSize(size).allMatch(p -> VERIFIER.referenceIssue(p).isEmpty());
    List<Verdict> verdicts = verdicts(problems, p -> Objects.requireNonNull(p.solution()));
    for (int i = 0; i < size; i++) {
      assertThat(verdicts.get(i).state())
          .as(problems.get(i).id() + ": " + verdicts.get(i).reason())
          .isEqualTo(Verdict.State.CORRECT);
    }
  }

  @ParameterizedTest
  @CsvSource({"humaneval, test", "mbpp, validation"})
  void nothingElsePasses(String name, String split) {
    List<Problem> problems = problems(name, split);
    List<Function<Problem, String>> others =
        List.of(
            problem ->
                "```python\ndef %s(*a, **k):\n    return None\n```".formatted(entry(problem)),
            problem -> "import os\nos._exit(0)\n",
            problem ->
                "```python\nclass %s(int):\n    __eq__ = lambda *a: True\n    __hash__ = None\n    def __new__(cls, *a, **k):\n        return int.__new__(cls)\n```"
                    .formatted(entry(problem)),
            Problem::question);
    for (Function<Problem, String> other : others) {
      List<Verdict> verdicts = verdicts(problems, other);
      long passed = verdicts.stream().filter(v -> v.state() != Verdict.State.INCORRECT).count();
      assertThat(passed)
          .as(other.apply(problems.getFirst()))
          .isLessThanOrEqualTo(problems.size() / 50);
    }
  }

  private static String entry(Problem problem) {
    return ((UnitTests) problem.reference()).entryPoint();
  }

  private static List<Problem> problems(String name, String split) {
    return DatasetCatalog.standard(DataLocations.fromEnvironment(null))
        .problems(DatasetSpec.named(name, split));
  }

  private List<Verdict> verdicts(List<Problem> problems, Function<Problem, String> completion) {
    return VERIFIER.verifyAll(
        problems.stream().map(p -> new Attempt(Answer.of(completion.apply(p)), p)).toList());
  }
}
