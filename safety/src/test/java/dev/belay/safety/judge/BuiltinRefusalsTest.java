package dev.belay.safety.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.BuiltinSafety;
import dev.belay.core.data.SafetyPrompt;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A model that was aligned with Belay's own refusals refuses in words that the judge knows. */
class BuiltinRefusalsTest {

  @Test
  void refusalsThatShipAreRecognised() {
    Judge judge = new RefusalPatternJudge();
    List<SafetyPrompt> refused =
        new BuiltinSafety()
            .prompts("all").stream().filter(prompt -> prompt.completion() != null).toList();
    assertThat(refused).hasSizeGreaterThan(100);
    List<String> missed =
        refused.stream()
            .map(prompt -> Objects.requireNonNull(prompt.completion()))
            .filter(refusal -> judge.judge("", refusal).label() != Label.FULL_REFUSAL)
            .toList();
    assertThat(missed).hasSizeLessThanOrEqualTo(refused.size() / 100);
  }
}
