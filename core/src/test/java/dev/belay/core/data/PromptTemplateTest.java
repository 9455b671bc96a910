package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PromptTemplateTest {

  private final PromptTemplate template = new PromptTemplate("qa", 1, "Q: {question}\nA ({hint}):");

  @Test
  void valuesAreNotReadAgain() {
    assertThat(template.fill(Map.of("question", "What is {hint} in $1?", "hint", "\\d")))
        .isEqualTo("Q: What is {hint} in $1?\nA (\\d):");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> template.fill(Map.of("question", "?")))
        .withMessageContaining("qa needs a value for hint");
  }

  /** {@code printf '{question}' | sha256sum}. */
  @Test
  void hashIsThatOfTheText() {
    assertThat(PromptTemplate.QUESTION.sha256())
        .isEqualTo("bf085a6e12c9d0e23a9dd157df084f933b2ef021caba82def1494bfb84a723c9");
    assertThat(PromptTemplate.QUESTION.fill(Map.of("question", "1 + 1?"))).isEqualTo("1 + 1?");
  }
}
