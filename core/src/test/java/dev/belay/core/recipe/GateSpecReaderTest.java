package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.TrainSpec.RewardSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateSpecReaderTest {

  private static Recipe recipe(String term) {
    return RecipeReader.parse(
        """
        name: r
        model: { name: m }
        train:
          method: rlvr
          data: { source: arithmetic }
          reward: [ %s ]
        """
            .formatted(term),
        "r.yaml",
        List.of());
  }

  private static GateSpec gates(String term) {
    return ((TrainSpec.Rlvr) recipe(term).train().orElseThrow()).reward().getFirst().gates();
  }

  private static List<String> issues(String term) {
    return catchThrowableOfType(BadInputException.class, () -> recipe(term)).issues();
  }

  @Test
  void withoutGatesEveryCompletionPasses() {
    assertThat(gates("{ verifier: math }").isOpen()).isTrue();
    assertThat(new RewardSpec("math", 1).gates()).isEqualTo(GateSpec.NONE);
  }

  @Test
  void allFourKindsAreRead() {
    GateSpec gates =
        gates(
            "{ verifier: math, gates: { reasoning: true, tags: [ think, answer ], pattern: 'a+',"
                + " json_schema: { type: object, properties: { n: { minimum: 1.5 } } } } }");
    assertThat(gates.reasoning()).isTrue();
    assertThat(gates.tags()).containsExactly("think", "answer");
    assertThat(gates.pattern()).contains("a+");
    assertThat(gates.jsonSchema().orElseThrow().toString())
        .isEqualTo("{\"type\":\"object\",\"properties\":{\"n\":{\"minimum\":1.5}}}");
  }

  @Test
  void theResolvedRecipeReadsTheSame() {
    Recipe read =
        recipe("{ verifier: math, gates: { tags: [ answer ], json_schema: { const: null } } }");
    Recipe again = RecipeReader.parse(RecipeWriter.yaml(read.resolved()), "again.yaml", List.of());
    assertThat(again.train()).isEqualTo(read.train());
  }

  @Test
  void whatAsksForNothingOrCannotBeIsRefused() {
    assertThat(issues("{ verifier: math, gates: { } }"))
        .singleElement()
        .asString()
        .contains("train.reward[0].gates")
        .contains("ask for nothing");
    assertThat(issues("{ verifier: math, weight: -1, gates: { tags: [ answer ] } }"))
        .singleElement()
        .asString()
        .contains("earns 0")
        .contains("above 0");
    assertThat(issues("{ model: rm, gates: { tags: [ answer ] } }"))
        .singleElement()
        .asString()
        .contains("in front of verifiers alone");
    assertThat(issues("{ verifier: math, gates: { tag: [ answer ], reasoning: true } }"))
        .singleElement()
        .asString()
        .contains("Did you mean \"tags\"?");
    assertThat(issues("{ verifier: math, gates: { reasoning: true, json_schema: 3 } }"))
        .singleElement()
        .asString()
        .contains("json_schema")
        .contains("must be a mapping");
  }
}
