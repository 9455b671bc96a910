package dev.belay.safety.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PositionKlTest {

  private static ScoredCompletion of(double... kl) {
    return Sampled.scored("p", 0, kl, new double[kl.length]);
  }

  @Test
  void positionsAddUpToTheCompletion() {
    List<List<ScoredCompletion>> prompts =
        List.of(List.of(of(0.4, 0.2, 0.1), of(0.2)), List.of(of(0.1, 0.3), of(0.1, 0.1)));
    List<List<ScoredCompletion>> reverse = List.of(List.of(of(1.0)), List.of(of(3.0)));
    List<PositionKl> positions = PositionKl.of(prompts, reverse);
    // Position 1: prompts .3 and .1; 2: .1 and .2; 3: .05 and 0.
    assertThat(positions).extracting(PositionKl::position).containsExactly(1, 2, 3);
    assertThat(positions.get(0).kl()).isCloseTo(0.2, within(1e-12));
    assertThat(positions.get(1).kl()).isCloseTo(0.15, within(1e-12));
    assertThat(positions.get(2).kl()).isCloseTo(0.025, within(1e-12));
    assertThat(positions.get(0).se()).isCloseTo(0.1, within(1e-12));
    assertThat(positions).extracting(PositionKl::reached).containsExactly(1.0, 0.75, 0.25);
    assertThat(positions).extracting(PositionKl::reverseKl).containsExactly(2.0, 0.0, 0.0);
    assertThat(positions.stream().mapToDouble(PositionKl::kl).sum())
        .isCloseTo(KlEstimate.mean(prompts, ScoredCompletion::klSum).promptMean(), within(1e-12));
  }
}
