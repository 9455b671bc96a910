package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.recipe.RecipeReference;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RecipeCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int belay(String... arguments) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  @Test
  void aRecipeIsPrintedWithItsDefaultsAndWhatIsSet() {
    String recipe = "../recipes/smollm2-arithmetic-rlvr.yaml";
    assertThat(belay("recipe", recipe, "--set", "train.steps=7")).isZero();
    assertThat(out.toString())
        .startsWith("name: smollm2-arithmetic-rlvr\n")
        .contains("  steps: 7\n", "  micro_batch_tokens: 2048\n", "    weight_decay: 0.0\n");
  }

  @Test
  void theReferenceIsPrinted() {
    assertThat(belay("recipe", "--reference")).isZero();
    assertThat(out.toString()).isEqualTo(RecipeReference.page());
  }

  @Test
  void neitherAndBothAreBadInput() {
    assertThat(belay("recipe")).isEqualTo(2);
    assertThat(belay("recipe", "x.yaml", "--reference")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "belay: give either a recipe or --reference.\n"
                .repeat(2)
                .replace("\n", System.lineSeparator()));
  }
}
