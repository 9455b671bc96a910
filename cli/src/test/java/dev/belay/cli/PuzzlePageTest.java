package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.verify.puzzle.Puzzles;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page on puzzles says what the generators are. */
class PuzzlePageTest {

  @Test
  void thePageListsEveryGeneratorWithItsLevels() throws IOException {
    String page = Files.readString(Path.of("../docs/verifiers/logic.md"));

    assertThat(page).contains(Puzzles.all().names().size() + " generators draw puzzles");
    for (PuzzleGenerator generator : Puzzles.all().all()) {
      assertThat(page)
          .contains("| `%s` | %s |".formatted(generator.name(), generator.description()));
      for (Parameter parameter : generator.parameters()) {
        String levels = parameter.levels().toString().replace("[", "").replace("]", "");
        assertThat(page).contains("`%s` %s".formatted(parameter.name(), levels));
      }
    }
  }
}
