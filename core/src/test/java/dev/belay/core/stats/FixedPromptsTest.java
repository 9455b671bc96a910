package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FixedPromptsTest {

  @Test
  void onlyCompletionsAreLeftToChance() {
    // Variances ½ and 0, two completions each: √(½/2 + 0)/2.
    List<double[]> clusters = List.of(new double[] {0, 1}, new double[] {1, 1});
    assertThat(FixedPrompts.standardError(clusters)).isCloseTo(0.25, within(1e-15));
    assertThat(ClusteredMean.of(clusters).promptStandardError()).isCloseTo(0.25, within(1e-15));
    List<double[]> unlike = List.of(new double[] {0, 0}, new double[] {1, 1});
    assertThat(FixedPrompts.standardError(unlike)).isZero();
    assertThat(ClusteredMean.of(unlike).promptStandardError()).isCloseTo(0.5, within(1e-15));
  }

  @Test
  void oneCompletionSaysNothingOfItsError() {
    assertThatThrownBy(() -> FixedPrompts.standardError(List.of(new double[] {1})))
        .hasMessageContaining("two completions of each, had 1");
    assertThatThrownBy(() -> FixedPrompts.standardError(List.of()))
        .hasMessageContaining("empty set");
  }
}
