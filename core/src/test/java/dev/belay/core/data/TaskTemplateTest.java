package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.belay.core.error.BadInputException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskTemplateTest {

  private static String render(String source, Map<String, String> variables) {
    return TaskTemplate.of("prompt", source).render(variables, "data.jsonl:3");
  }

  @Test
  void rendersAsLmEvaluationHarnessDoes() {
    Map<String, String> row = Map.of("question", "2 + 3?", "answer", "It is 5.\n#### 5");
    assertThat(render("Question: {{question}}\nAnswer:", row))
        .isEqualTo("Question: 2 + 3?\nAnswer:");
    assertThat(render("{{ answer.split('#### ')[-1] }}\n", row)).isEqualTo("5\n");
    assertThat(render("{% if hint is defined %}{{ hint }} {% endif %}{{ question }}", row))
        .isEqualTo("2 + 3?");
  }

  @Test
  void valuesAreNeverTemplates() {
    assertThat(render("{{ question }}", Map.of("question", "{{ answer }}{% for %}")))
        .isEqualTo("{{ answer }}{% for %}");
  }

  @Test
  void aVariableThatIsNotThereIsAnError() {
    for (String source :
        new String[] {"{{ quest }}", "a {{ 'b' ~ quest }}", "{{ quest | trim }}"}) {
      assertThatExceptionOfType(BadInputException.class)
          .as(source)
          .isThrownBy(() -> render(source, Map.of("question", "?", "gold", "1")))
          .withMessage("data.jsonl:3: prompt: 'quest' is undefined; there are: gold, question.");
    }
  }

  @Test
  void whatIsNoTemplateOrGivesNothingIsAnError() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> TaskTemplate.of("gold", "a\n{{ b"))
        .withMessageStartingWith("gold: not a template, line 2: ");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> render(" {{ question }}", Map.of("question", " ")))
        .withMessage("data.jsonl:3: prompt gives an empty text.");
  }
}
