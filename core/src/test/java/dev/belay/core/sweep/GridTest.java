package dev.belay.core.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridTest {

  @TempDir Path folder;

  private static final String RECIPE =
      """
      name: base
      seed: 1
      model: { name: some-model }
      train:
        method: rlvr
        algorithm: grpo
        data: { source: arithmetic, split: train }
        reward: [ { verifier: math } ]
        rollout: { prompts_per_step: 2, group_size: 2 }
        kl: { coef: 0.1 }
        steps: 2
      evaluate: { safety: [ builtin-safety ], margin: 0.05 }
      """;

  @BeforeEach
  void recipe() throws IOException {
    Files.writeString(folder.resolve("base.yaml"), RECIPE);
  }

  private Grid grid(String sweep) throws IOException {
    Path file = Files.writeString(folder.resolve("sweep.yaml"), sweep);
    return Grid.read(file);
  }

  private List<String> issues(String sweep) throws IOException {
    Path file = Files.writeString(folder.resolve("sweep.yaml"), sweep);
    BadInputException error =
        catchThrowableOfType(BadInputException.class, () -> Grid.read(file).check());
    assertThat(error).as("bad input").isNotNull();
    return error.issues();
  }

  @Test
  void everyCombinationIsACellTheLastAxisFastest() throws IOException {
    Grid grid =
        grid(
            """
            name: s
            recipe: base.yaml
            grid:
              train.algorithm: [ grpo, rloo ]
              seed: 17..19
            """);
    grid.check();

    assertThat(grid.cells()).hasSize(6);
    assertThat(grid.cells().getFirst().values())
        .isEqualTo(Map.of("train.algorithm", "grpo", "seed", "17"));
    SweepCell fifth = grid.cells().get(4);
    assertThat(fifth.words()).isEqualTo("train.algorithm=rloo, seed=18");
    assertThat(fifth.index()).isEqualTo(4);
    assertThat(fifth.draft().recipe().seed()).isEqualTo(18);
    assertThat(fifth.yaml()).contains("algorithm: rloo", "seed: 18");
  }

  @Test
  void aCellIsTheHashOfItsRecipeWhateverElseTheGridHas() throws IOException {
    List<String> few =
        grid("name: s\nrecipe: base.yaml\ngrid: { seed: 1..2 }\n").cells().stream()
            .map(SweepCell::id)
            .toList();
    List<String> more =
        grid(
                """
                name: other
                recipe: base.yaml
                grid: { train.kl.coef: [ 0.3, 0.1 ], seed: [ 5, 1..3 ] }
                """)
            .cells()
            .stream()
            .map(SweepCell::id)
            .toList();

    assertThat(few).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{16}"));
    assertThat(more).hasSize(8).doesNotHaveDuplicates().containsAll(few);
  }

  @Test
  void keysThatChangeTogetherHaveAName() throws IOException {
    Grid grid =
        grid(
            """
            name: s
            recipe: base.yaml
            named:
              task:
                sums: { train.data: { source: sums, split: train }, train.steps: 3 }
                long: { train.steps: 9 }
            grid: { seed: [ 4 ] }
            """);
    grid.check();

    assertThat(grid.cells().stream().map(SweepCell::words))
        .containsExactly("seed=4, task=sums", "seed=4, task=long");
    assertThat(grid.cells().getFirst().yaml()).contains("source: sums", "steps: 3");
    SweepPlan plan = SweepPlan.of(grid);
    assertThat(plan.axes().getLast().settings().get("long")).isEqualTo(Map.of("train.steps", "9"));
    assertThat(plan.margin()).hasValue(0.05);
  }

  @Test
  void aNameMaySetNothing() throws IOException {
    Grid grid =
        grid(
            """
            name: s
            recipe: base.yaml
            named: { length: { as-it-is: {}, long: { train.steps: 9 } } }
            grid: { seed: [ 4 ] }
            """);
    grid.check();

    assertThat(grid.cells().stream().map(SweepCell::words))
        .containsExactly("seed=4, length=as-it-is", "seed=4, length=long");
    Grid plain = grid("name: s\nrecipe: base.yaml\ngrid: { seed: [ 4 ] }\n");
    assertThat(grid.cells().getFirst().yaml()).isEqualTo(plain.cells().getFirst().yaml());
  }

  @Test
  void aNameThatIsNoMappingSaysWhatItMayBe() throws IOException {
    assertThat(issues("name: s\nrecipe: base.yaml\nnamed: { length: { long: 9 } }\n"))
        .containsExactly(
            "sweep.yaml:3: named.length.long: found 9, must be a mapping of the recipe's keys to"
                + " values, {} for none.");
  }

  /** What a sweep's file names lies beside it, and its cells find it from any folder. */
  @Test
  void filesOfTheGridLieBesideTheSweep() throws IOException {
    Path recipes = Files.createDirectory(folder.resolve("recipes"));
    Files.writeString(
        recipes.resolve("base.yaml"), RECIPE.replace("[ builtin-safety ]", "[ own.jsonl ]"));
    Path suite = Files.writeString(recipes.resolve("own.jsonl"), "{}");
    Path data = Files.writeString(folder.resolve("a.jsonl"), "{}");
    Grid grid =
        grid(
            """
            name: s
            recipe: recipes/base.yaml
            grid:
              "train.data": [ { source: a, path: a.jsonl }, { source: b, path: none.jsonl } ]
            """);
    assertThat(grid.cells().getFirst().yaml()).contains("path: " + data, "safety:", "- " + suite);
    assertThat(grid.cells().getLast().yaml()).contains("path: none.jsonl");
    assertThat(issues("name: s\nrecipe: none.yaml\ngrid: { seed: 1..2 }").getFirst())
        .startsWith(
            "sweep.yaml:2: recipe: none.yaml: no such file. It was looked for in " + folder);
    assertThat(issues("name: s\nrecipe: recipes\ngrid: { seed: 1..2 }").getFirst())
        .isEqualTo("sweep.yaml:2: recipe: recipes: is a folder; name a recipe in it.");
  }

  @Test
  void exclusionsLeaveCellsOut() throws IOException {
    Grid grid =
        grid(
            """
            name: s
            recipe: base.yaml
            grid:
              train.kl.coef: [ 0.0, 0.1 ]
              train.algorithm: [ grpo, rloo ]
            exclude:
              - { train.algorithm: rloo, train.kl.coef: 0.0 }
            """);
    grid.check();

    assertThat(grid.cells().stream().map(SweepCell::words))
        .containsExactly(
            "train.kl.coef=0.0, train.algorithm=grpo",
            "train.kl.coef=0.1, train.algorithm=grpo",
            "train.kl.coef=0.1, train.algorithm=rloo");
  }

  @Test
  void everyFaultOfEveryCellIsSaidOnceWhereItStands() throws IOException {
    List<String> issues =
        issues(
            """
            name: s
            recipe: base.yaml
            grid:
              train.algoritm: [ grpo ]
              train.steps: [ 2, many ]
              seed: 1..3
            named:
              task:
                odd:
                  train.kl.coef: -1
            exclude:
              - { seed: 9 }
              - { sede: 1 }
            run: { parallel: 0, retrys: 1 }
            """);

    assertThat(issues).hasSize(7);
    assertThat(issues.get(0))
        .startsWith(
            "sweep.yaml:4: grid.train.algoritm[0]: unknown key. Did you mean \"algorithm\"?");
    assertThat(issues.get(1))
        .startsWith("sweep.yaml:5: grid.train.steps[1]: found 'many', must be");
    assertThat(issues.get(2)).startsWith("sweep.yaml:10: named.task.odd.train.kl.coef: found -1");
    assertThat(issues.get(3)).startsWith("sweep.yaml:12: exclude[0]: matches no cell");
    assertThat(issues.get(4))
        .startsWith(
            "sweep.yaml:13: exclude[1].sede: is no axis of the sweep. Did you mean \"seed\"?");
    assertThat(issues.get(5)).startsWith("sweep.yaml:14: run.retrys: unknown key. Did you mean");
    assertThat(issues.get(6)).startsWith("sweep.yaml:14: run.parallel: found 0, must be a whole");
  }

  @Test
  void aFaultOfTheRecipeIsSaidWithItsCells() throws IOException {
    Files.writeString(folder.resolve("base.yaml"), RECIPE.replace("seed: 1", "seed: one"));
    assertThat(issues("name: s\nrecipe: base.yaml\ngrid: { train.steps: [ 1, 2 ] }\n"))
        .singleElement()
        .asString()
        .startsWith("base.yaml:2: seed: found 'one'")
        .doesNotContain("cells");
  }

  @Test
  void whatFurtherChecksFindIsSaidToo() throws IOException {
    Grid grid = grid("name: s\nrecipe: base.yaml\ngrid: { seed: 1..3 }\n");

    assertThatThrownBy(
            () ->
                grid.check(
                    cell -> {
                      if (cell.index() == 1) {
                        throw new BadInputException("base.yaml:5: train.data: is not here.");
                      }
                    }))
        .hasMessage("base.yaml:5: train.data: is not here. (in 1 of 3 cells, such as seed=2)");
  }

  @Test
  void gridsThatMakeNoSenseAreRefused() throws IOException {
    String head = "name: s\nrecipe: base.yaml\n";
    assertThat(issues(head)).singleElement().asString().contains("grid: missing");
    assertThat(issues(head + "grid: { seed: 3 }"))
        .singleElement()
        .asString()
        .contains("sweep.yaml:3: grid.seed: found 3, must be a list of values");
    assertThat(issues(head + "grid: { seed: 5..1 }")).first().asString().contains("runs upwards");
    assertThat(issues(head + "grid: { seed: [ ] }")).first().asString().contains("has no value");
    assertThat(issues(head + "grid: { seed: [ 1, 1 ] }"))
        .first()
        .asString()
        .contains("found 1 twice");
    assertThat(issues(head + "grid: { train.kl: [ { coef: 0.1 } ], train.kl.coef: [ 0.2 ] }"))
        .first()
        .asString()
        .contains("sets train.kl.coef, and the axis train.kl sets train.kl");
    assertThat(issues(head + "grid: { train.kl.coef: [ 0, 0.0 ] }"))
        .first()
        .asString()
        .contains("are the same recipe");
    assertThat(issues(head + "grid: { seed: 1..200, train.steps: 1..200 }"))
        .first()
        .asString()
        .contains("has 40000 combinations");
    assertThat(issues("name: s\nrecipe: none.yaml\ngrid: { seed: 1..2 }"))
        .first()
        .asString()
        .contains("none.yaml: no such file");
    assertThat(issues(head + "grid: { model.name.x: [ 1 ] }"))
        .first()
        .asString()
        .contains("sweep.yaml:3: grid.model.name.x[0]: 'x' cannot be set inside 'some-model'");
  }

  @Test
  void cellsMustNotPublishUnderOneName() throws IOException {
    Files.writeString(folder.resolve("base.yaml"), RECIPE + "publish: tuned\n");
    assertThat(issues("name: s\nrecipe: base.yaml\ngrid: { seed: 1..3 }\n"))
        .singleElement()
        .asString()
        .contains("would publish their model as 'tuned'");
  }
}
