package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.recipe.RecipeWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every recipe that ships is read, and reads the same once its defaults are spelled out. */
class ShippedRecipesTest {

  private static final Path RECIPES = Path.of("..", "recipes").toAbsolutePath().normalize();

  @Test
  void everyRecipeIsValidAndItsResolvedFormReadsTheSame() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(RECIPES)) {
      files = walk.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(6);
    for (Path file : files) {
      Recipe recipe = RecipeReader.read(file, List.of());
      Recipe again =
          RecipeReader.parse(RecipeWriter.yaml(recipe.resolved()), file.toString(), List.of());

      assertThat(again).as(file.toString()).isEqualTo(recipe);
      assertThat(file.getFileName().toString()).isEqualTo(recipe.name() + ".yaml");
    }
  }
}
