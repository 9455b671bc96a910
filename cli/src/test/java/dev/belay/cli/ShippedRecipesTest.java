package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.recipe.DataSpec;
import dev.belay.core.recipe.EvaluateSpec;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.recipe.RecipeWriter;
import dev.belay.core.recipe.SuiteSource;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.sweep.Grid;
import dev.belay.core.sweep.SweepPlan;
import dev.belay.core.verify.Verifiers;
import dev.belay.safety.benchmark.Benchmarks;
import dev.belay.safety.benchmark.SuiteCatalog;
import dev.belay.safety.judge.RefusalPatternJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Recipes and sweeps that ship are read; a recipe reads the same once its defaults stand in it. */
class ShippedRecipesTest {

  private static final Path RECIPES = Path.of("..", "recipes").toAbsolutePath().normalize();

  @Test
  void everyRecipeIsValidAndItsResolvedFormReadsTheSame() throws IOException {
    List<Path> files = recipes();
    assertThat(files).hasSizeGreaterThanOrEqualTo(6);
    for (Path file : files) {
      Recipe recipe = RecipeReader.read(file, List.of());
      Recipe again =
          RecipeReader.parse(RecipeWriter.yaml(recipe.resolved()), file.toString(), List.of());

      assertThat(again).as(file.toString()).isEqualTo(recipe);
      assertThat(file.getFileName().toString()).isEqualTo(recipe.name() + ".yaml");
    }
  }

  /** Names that are looked up only when a plan is made. */
  @Test
  void suitesDatasetsAndVerifiersThatRecipesNameAreThere() throws IOException {
    DataLocations nowhere = DataLocations.of();
    SuiteCatalog suites =
        new SuiteCatalog(Benchmarks.load(), nowhere, List.of(new RefusalPatternJudge()));
    DatasetCatalog datasets = DatasetCatalog.standard(nowhere);
    for (Path file : recipes()) {
      Recipe recipe = RecipeReader.read(file, List.of());
      for (EvaluateSpec.SuiteSpec suite : recipe.evaluate().suites()) {
        if (suite.source() instanceof SuiteSource.Known(String name)) {
          assertThat(suites.kind(name)).as(file.toString()).isNotNull();
        }
      }
      TrainSpec train = recipe.train().orElseThrow();
      for (DataSpec data : train.data().stream().filter(one -> one.files().isNone()).toList()) {
        assertThat(datasets.find(data.source())).as(file.toString()).isNotNull();
      }
      if (train instanceof TrainSpec.Rlvr rlvr) {
        rlvr.reward().stream()
            .filter(term -> !term.isModel())
            .forEach(term -> assertThat(Verifiers.find(term.name())).as(term.name()).isPresent());
      }
    }
  }

  @Test
  void everySweepHasCellsThatAreRead() throws IOException {
    List<Path> sweeps = files(true);
    assertThat(sweeps).isNotEmpty();
    for (Path file : sweeps) {
      SweepPlan plan = SweepPlan.of(Grid.read(file));

      assertThat(plan.cells()).as(file.toString()).hasSizeGreaterThan(1);
      assertThat(file.getFileName().toString()).isEqualTo(plan.name() + ".yaml");
    }
  }

  private static List<Path> recipes() throws IOException {
    return files(false);
  }

  /** Sweeps have a grid, and recipes have none. */
  private static List<Path> files(boolean grid) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(RECIPES)) {
      for (Path file : walk.filter(one -> one.toString().endsWith(".yaml")).sorted().toList()) {
        if (Files.readAllLines(file).contains("grid:") == grid) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
