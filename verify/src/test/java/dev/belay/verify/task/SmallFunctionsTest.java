package dev.belay.verify.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference.UnitTests;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SmallFunctionsTest {

  private static List<Problem> problems(String split) {
    return new SmallFunctions().load(split, DataLocations.of());
  }

  private static Problem find(String id) {
    return HeldOut.SPLITS.stream()
        .flatMap(split -> problems(split).stream())
        .filter(problem -> problem.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFunctionIsDescribedTestedAndSolved() {
    Problem add = find("add_7");
    assertThat(add.question())
        .isEqualTo(
            "Write a Python function add_7(n) that returns n plus 7. For example, add_7(7) returns"
                + " 14. Answer with the code only.");
    assertThat(((UnitTests) add.reference()).tests())
        .contains("assert add_7(0) == 7", "assert add_7(120) == 127");
    assertThat(add.solution()).isEqualTo("def add_7(n):\n    return n + 7");
    assertThat(((UnitTests) find("first_2").reference()).tests())
        .contains("assert first_2('hello') == 'he'");
    assertThat(((UnitTests) find("keep_above_5").reference()).tests())
        .contains("assert keep_above_5([3, 5, 8, 6, 5, 40]) == [8, 6, 40]");
    assertThat(((UnitTests) find("is_multiple_of_4").reference()).tests())
        .contains("assert is_multiple_of_4(8) == True", "assert is_multiple_of_4(5) == False");
  }

  /** Else a completion for one constant would pass for another. */
  @Test
  void testsTellEveryConstantFromItsNeighbours() {
    for (FunctionKind kind : FunctionKind.ALL) {
      List<Integer> constants = kind.constants();
      for (int i = 1; i < constants.size(); i++) {
        List<String> own = kind.results(constants.get(i), constants.get(i));
        assertThat(kind.results(constants.get(i - 1), constants.get(i)))
            .as("%s %s", kind, constants.get(i))
            .isNotEqualTo(own);
      }
    }
  }

  @Test
  void noFunctionIsInTwoSplits() {
    Set<String> seen = new HashSet<>();
    int all = 0;
    for (String split : HeldOut.SPLITS) {
      for (Problem problem : problems(split)) {
        assertThat(seen.add(problem.question())).isTrue();
        assertThat(Objects.requireNonNull(problem.solution())).startsWith("def " + problem.id());
        all++;
      }
    }
    assertThat(all).isGreaterThan(250);
    assertThat(problems("train")).hasSizeGreaterThan(150);
    assertThat(problems("test")).hasSizeGreaterThan(40);
  }
}
