package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.error.BadInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code train.refusals} may say. */
class RefusalsSpecReaderTest {

  private static final String HEAD =
      """
      name: gone-over
      model: { name: tiny }
      train:
        method: sft
        data: { source: arithmetic }
      """;

  private static final String SOURCES =
      "refuse: { source: builtin-safety, label: refuse }, answer: { source: builtin-safety, label:"
          + " answer }, ";

  private static String yaml(String keys) {
    return HEAD + "  refusals: { " + keys + " }\n";
  }

  private static Recipe read(String keys) {
    return RecipeReader.parse(yaml(keys), "r.yaml", List.of());
  }

  private static RefusalsSpec spec(String keys) {
    return read(SOURCES + keys).train().orElseThrow().guards().refusals().orElseThrow();
  }

  private static List<String> issues(String keys) {
    return catchThrowableOfType(BadInputException.class, () -> read(keys)).issues();
  }

  @Test
  void aTermHasACoefficientAndAMixtureAShare() {
    RefusalsSpec term = spec("coef: 0.05");
    assertThat(term.strength()).isEqualTo(new RefusalsSpec.Term(.05, 8));
    assertThat(term.maxCompletionTokens()).isEqualTo(32);
    assertThat(term.refuse())
        .singleElement()
        .extracting(DataSpec::source)
        .isEqualTo("builtin-safety");
    assertThat(term.answer().getFirst().label()).hasValue("answer");
    assertThat(spec("share: 0.1").strength()).isEqualTo(new RefusalsSpec.Mixed(.1));
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThat(issues("coef: 0.1, share: 0.1, prompts_per_step: 8"))
        .anySatisfy(
            issue -> assertThat(issue).contains("train.refusals.refuse: needs at least one"))
        .anySatisfy(
            issue -> assertThat(issue).contains("train.refusals.answer: needs at least one"))
        .anySatisfy(issue -> assertThat(issue).contains("train.refusals.share: coef is given too"));
    assertThat(issues(SOURCES + "max_completion_tokens: 8"))
        .singleElement()
        .asString()
        .contains("train.refusals.coef: missing; give coef");
    assertThat(issues(SOURCES + "coef: 0.05, prompts_per_step: 3"))
        .singleElement()
        .asString()
        .contains("train.refusals.prompts_per_step: found 3, must be even");
    assertThat(issues(SOURCES + "share: 0.7, prompts_per_step: 4"))
        .hasSize(2)
        .anySatisfy(issue -> assertThat(issue).contains("train.refusals.share: found 0.7"))
        .anySatisfy(issue -> assertThat(issue).contains("prompts_per_step: has no meaning with"));
  }

  @Test
  void theResolvedRecipeReadsBackAsItself() {
    for (String keys : List.of("coef: 0.05, prompts_per_step: 4", "share: 0.1")) {
      Recipe once = read(SOURCES + keys);
      String resolved = RecipeWriter.yaml(once.resolved());
      assertThat(RecipeReader.parse(resolved, "r.yaml", List.of()).train())
          .as(resolved)
          .isEqualTo(once.train());
    }
  }
}
