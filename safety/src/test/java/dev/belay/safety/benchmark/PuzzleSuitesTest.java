package dev.belay.safety.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.data.DataLocations;
import dev.belay.core.error.BadInputException;
import dev.belay.safety.eval.Suite;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuitePrompt;
import dev.belay.safety.judge.RefusalPatternJudge;
import dev.belay.verify.puzzle.Puzzles;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Generators of puzzles are suites, at each of their levels. */
class PuzzleSuitesTest {

  private final SuiteCatalog catalog =
      new SuiteCatalog(Benchmarks.load(), DataLocations.of(), List.of(new RefusalPatternJudge()));

  @Test
  void everyGeneratorIsASuite() {
    assertThat(catalog.names()).containsAll(Puzzles.all().names());
    assertThat(catalog.isAvailable("gcd")).isTrue();
    assertThat(catalog.kind("gcd@3")).isEqualTo(SuiteKind.CAPABILITY);
  }

  @Test
  void aLevelIsASuiteOfItsOwn_checkedByTheGenerator() {
    Suite suite = catalog.load("countdown@2").suite();
    SuitePrompt prompt = suite.prompts().getFirst();

    assertThat(suite.info().name()).isEqualTo("countdown@2");
    assertThat(suite.score(prompt, suite.reference(prompt)).getFirst().score()).hasValue(1);
    assertThat(suite.score(prompt, prompt.prompt()).getFirst().score()).hasValue(0);
    assertThat(catalog.load("countdown").suite().prompts())
        .isEqualTo(catalog.load("countdown@1").suite().prompts())
        .isNotEqualTo(suite.prompts());
  }

  @Test
  void whatIsNoLevelIsRefused() {
    assertThatThrownBy(() -> catalog.load("countdown@9"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("level: found 9, must be a whole number from 1 to 3.");
    assertThatThrownBy(() -> catalog.kind("countdown@hard"))
        .hasMessageContaining("a suite with a level is NAME@LEVEL, such as chain-sum@2.");
    assertThatThrownBy(() -> catalog.load("arithmetic@2")).hasMessageContaining("has no levels");
    assertThatThrownBy(() -> catalog.kind("countdwn@2"))
        .hasMessageContaining("no suite \"countdwn\". Did you mean \"countdown\"?");
  }
}
