package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code model.chat_template_kwargs} of a recipe. */
class ChatTemplateKwargsReaderTest {

  private static Recipe read(String kwargs) {
    String yaml =
        """
        name: thinking
        model: { name: m, chat_template_kwargs: %s }
        evaluate: { capability: [ "arithmetic:4" ] }
        """
            .formatted(kwargs);
    return RecipeReader.parse(yaml, "r.yaml", List.of());
  }

  @Test
  void plainDataOfAnyShape() {
    Recipe recipe = read("{ enable_thinking: false, effort: low, steps: [ 1, 2 ] }");
    assertThat(recipe.model().template().kwargs().toString())
        .isEqualTo("{\"effort\":\"low\",\"enable_thinking\":false,\"steps\":[1,2]}");
    String resolved = RecipeWriter.yaml(recipe.resolved());
    Recipe again = RecipeReader.parse(resolved, "resolved.yaml", List.of());
    assertThat(again.model()).isEqualTo(recipe.model());
  }

  @Test
  void whatWillNotDoIsSaidWithItsLine() {
    assertThatThrownBy(() -> read("[ enable_thinking ]"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("r.yaml:2: model.chat_template_kwargs: found a list");
    assertThatThrownBy(() -> read("{ enable_thinking: null }"))
        .hasMessageContaining("enable_thinking is null");
    assertThatThrownBy(() -> read("{ messages: [] }")).hasMessageContaining("cannot be set");
  }

  @Test
  void theTemplateAndItsTimeAreChosenBesideThem() {
    Recipe recipe = read("{ a: 1 }, chat_template: tool_use, template_time: 2026-11-28T10:00:00Z");
    assertThat(recipe.model().template().name()).contains("tool_use");
    assertThat(recipe.model().template().time().orElseThrow()).hasToString("2026-11-28T10:00Z");
    assertThatThrownBy(() -> read("{ a: 1 }, template_time: tomorrow"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(
            "r.yaml:2: model.template_time: found tomorrow, must be a date such as 2026-11-28");
  }
}
