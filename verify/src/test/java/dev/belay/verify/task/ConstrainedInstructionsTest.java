package dev.belay.verify.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.data.DataLocations;
import dev.belay.core.data.EverydayInstructions;
import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference.Constraints;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConstrainedInstructionsTest {

  private static List<Problem> problems(String split) {
    return new ConstrainedInstructions().load(split, DataLocations.of());
  }

  @Test
  void eachHasOneConstraintAndSaysIt() {
    Problem bullets =
        problems("train").stream()
            .filter(problem -> problem.category().equals("detectable_format:number_bullet_lists"))
            .findFirst()
            .orElseThrow();
    Constraints constraints = (Constraints) bullets.reference();
    assertThat(constraints.all()).hasSize(1);
    JsonNode bulletPoints = constraints.all().getFirst().arguments().get("num_bullets");
    int wanted = Objects.requireNonNull(bulletPoints).intValue();
    assertThat(bullets.question()).contains("in exactly " + wanted + " bullet points");
    assertThat(problems("train").stream().map(Problem::category).distinct())
        .hasSize(ConstraintKind.ALL.size());
  }

  @Test
  void splitsShareNoEverydayInstructionAndNoneIsMeasuredForOverRefusal() {
    Set<String> seen = new HashSet<>();
    for (String split : HeldOut.SPLITS) {
      for (Problem problem : problems(split)) {
        assertThat(seen.add(problem.question())).isTrue();
      }
    }
    Set<String> trained = own("train");
    assertThat(trained).doesNotContainAnyElementsOf(own("test"));
    assertThat(own("validation")).doesNotContainAnyElementsOf(own("test"));
    List<String> measured =
        new EverydayInstructions()
            .prompts("measure").stream().map(prompt -> prompt.prompt()).toList();
    assertThat(trained).doesNotContainAnyElementsOf(measured);
    assertThat(problems("train")).hasSizeGreaterThan(500);
    assertThat(problems("test")).hasSizeGreaterThan(100);
  }

  private static Set<String> own(String split) {
    return problems(split).stream()
        .map(ConstrainedInstructionsTest::own)
        .collect(Collectors.toSet());
  }

  /** The everyday instruction in a problem: all but the constraint's words. */
  private static String own(Problem problem) {
    for (ConstraintKind kind : ConstraintKind.ALL) {
      for (String choice : kind.choices()) {
        String tail = " " + kind.words(choice);
        if (problem.question().endsWith(tail)) {
          return problem.question().substring(0, problem.question().length() - tail.length());
        }
      }
    }
    throw new AssertionError(problem.question());
  }
}
