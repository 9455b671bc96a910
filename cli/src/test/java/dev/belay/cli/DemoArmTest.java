package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.recipe.DataSpec;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.train.compare.Arm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arms of the demo, so that what they cost is compared at one capability, measured alike. */
class DemoArmTest {

  @Test
  void allArmsStopAtOneAccuracyOnTheSameProblemsAndAreMeasuredAlike() {
    Recipe first = recipe(DemoArm.ALL.getFirst());
    assertThat(DemoArm.ALL).hasSize(4);
    for (DemoArm arm : DemoArm.ALL) {
      Recipe recipe = recipe(arm);
      assertThat(recipe.name()).isEqualTo(arm.recipe());
      assertThat(arm.label()).hasSizeLessThanOrEqualTo(11);
      assertThat(until(recipe).accuracy()).isEqualTo(until(first).accuracy());
      assertThat(until(recipe).data()).isEqualTo(until(first).data());
      assertThat(until(recipe).maxCompletionTokens()).isEqualTo(until(first).maxCompletionTokens());
      assertThat(recipe.evaluate()).isEqualTo(first.evaluate());
      assertThat(recipe.model()).isEqualTo(first.model());
      assertThat(recipe.seed()).isEqualTo(first.seed());
      assertThat(sources(recipe)).isEqualTo(sources(first));
    }
  }

  @Test
  void anArmHasItsRecipeAndTheWordsOfTheDemo() {
    Arm arm = DemoArm.ALL.getLast().in(Path.of("..", "recipes"));
    assertThat(arm.name()).isEqualTo("demo-rlvr-anchored");
    assertThat(arm.label()).isEqualTo("RLVR+anchor");
    assertThat(arm.draft().grid().isEmpty()).isTrue();
  }

  private static List<String> sources(Recipe recipe) {
    return recipe.train().orElseThrow().data().stream().map(DataSpec::source).toList();
  }

  private static Recipe recipe(DemoArm arm) {
    return arm.in(Path.of("..", "recipes")).draft().draft().complete();
  }

  private static TrainSpec.UntilSpec until(Recipe recipe) {
    return recipe.train().orElseThrow().budget().until().orElseThrow();
  }
}
