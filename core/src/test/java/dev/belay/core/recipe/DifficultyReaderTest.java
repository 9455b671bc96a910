package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.data.Difficulty;
import dev.belay.core.error.BadInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifficultyReaderTest {

  private static Difficulty read(String data) {
    return RecipeReader.parse(recipe(data), "r.yaml", List.of())
        .train()
        .orElseThrow()
        .setup()
        .data()
        .getFirst()
        .difficulty();
  }

  private static String recipe(String data) {
    return """
    name: puzzles
    model: { name: smollm2-135m-instruct }
    train:
      method: rlvr
      data: { source: chain-sum, %s }
      reward: [ { verifier: logic } ]
      steps: 1
    """
        .formatted(data);
  }

  @Test
  void levelAndParametersAreRead_andAbsentByDefault() {
    assertThat(read("split: train")).isEqualTo(Difficulty.STANDARD);
    assertThat(read("level: 2")).isEqualTo(Difficulty.ofLevel(2));
    assertThat(read("level: 3, difficulty: { terms: 5 }"))
        .isEqualTo(new Difficulty(3, Map.of("terms", 5)));
  }

  @Test
  void whatIsNoNumberIsAnIssueWithItsPlace() {
    assertThatThrownBy(() -> read("level: hard, difficulty: { terms: 2.5 }"))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e ->
                assertThat(e.issues())
                    .hasSize(2)
                    .allSatisfy(issue -> assertThat(issue).contains("must be a whole number")));
    assertThatThrownBy(() -> read("difficulty: [ 3 ]"))
        .hasMessageContaining("must be a mapping, such as { terms: 3 }");
    assertThat(List.of(Difficulty.ofLevel(1).levelOr(2), Difficulty.STANDARD.levelOr(2)))
        .containsExactly(1, 2);
  }
}
