package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.recipe.RecipeWriter;
import dev.belay.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder belongs to its recipe from the first step on. */
class RunFilesTest {

  @TempDir Path temp;

  private final Recipe recipe =
      RecipeReader.parse(
          "name: n\nmodel: { name: m }\nevaluate: { capability: [ arithmetic:4 ] }\n",
          "r.yaml",
          List.of());

  @BeforeEach
  void started() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("run"));
    Files.writeString(folder.resolve("recipe.resolved.yaml"), RecipeWriter.yaml(recipe.resolved()));
    Files.writeString(folder.resolve("provenance.json"), "{}");
  }

  private void release() {
    try (RunDirectory run = RunDirectory.resume(temp.resolve("run"))) {
      RunFiles.releaseRecipe(run, recipe);
    }
  }

  @Test
  void beforeTheFirstStepItIsReleased() {
    release();
    assertThat(temp.resolve("run/recipe.resolved.yaml")).doesNotExist();
    assertThat(temp.resolve("run/provenance.json")).doesNotExist();
  }

  @Test
  void afterAStepItIsNot() throws IOException {
    Files.writeString(temp.resolve("run/metrics.jsonl"), "{\"step\":1}\n");
    release();
    assertThat(temp.resolve("run/recipe.resolved.yaml")).exists();
  }

  @Test
  void anotherRecipesStays() throws IOException {
    Files.writeString(temp.resolve("run/recipe.resolved.yaml"), "name: other\n");
    release();
    assertThat(temp.resolve("run/recipe.resolved.yaml")).hasContent("name: other");
  }
}
