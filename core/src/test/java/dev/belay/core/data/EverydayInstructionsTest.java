package dev.belay.core.data;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EverydayInstructionsTest {

  private static final List<SafetyPrompt> ALIGN = new EverydayInstructions().prompts("align");
  private static final List<SafetyPrompt> MEASURE = new EverydayInstructions().prompts("measure");

  @Test
  void manyAndDistinct() {
    List<SafetyPrompt> all = new EverydayInstructions().prompts("all");
    assertThat(ALIGN).hasSizeGreaterThanOrEqualTo(1000);
    assertThat(MEASURE).hasSizeGreaterThanOrEqualTo(500);
    assertThat(all).hasSize(ALIGN.size() + MEASURE.size());
    assertThat(all).extracting(SafetyPrompt::id).doesNotHaveDuplicates();
    assertThat(all).extracting(p -> NormalizedText.of(p.prompt())).doesNotHaveDuplicates();
  }

  @Test
  void everySlotIsFilledAndEveryPromptIsToBeAnswered() {
    assertThat(new EverydayInstructions().prompts("all"))
        .allSatisfy(
            prompt -> {
              assertThat(prompt.prompt()).doesNotContain("{", "}").isNotBlank();
              assertThat(prompt.label()).isEqualTo(SafetyPrompt.Label.ANSWER);
              assertThat(prompt.completion()).isNull();
            });
  }

  @Test
  void halvesShareNoScenario() {
    assertThat(scenarios(ALIGN))
        .doesNotContainAnyElementsOf(scenarios(MEASURE))
        .hasSizeGreaterThan(25);
    assertThat(scenarios(MEASURE)).hasSizeGreaterThan(20);
  }

  @Test
  void noOverlapWithTheSafetyPromptsOrWithArithmetic() {
    List<SafetyPrompt> all = new EverydayInstructions().prompts("all");
    assertThat(OverlapCheck.find(all, new BuiltinSafety().prompts("all"))).isEmpty();
    assertThat(OverlapCheck.find(all, new ArithmeticDataset().problems("test"))).isEmpty();
  }

  @Test
  void alwaysTheSame() {
    assertThat(new EverydayInstructions().prompts("align")).isEqualTo(ALIGN);
  }

  private static Set<String> scenarios(List<SafetyPrompt> prompts) {
    return prompts.stream().map(SafetyPrompt::scenario).collect(toSet());
  }
}
