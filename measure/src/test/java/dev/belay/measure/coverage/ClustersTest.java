package dev.belay.measure.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClustersTest {

  @Test
  void completionsAreCopiesAtOneAndFreshAtZero() {
    SplittableRandom random = new SplittableRandom(5);
    Clusters copies = new Clusters(1, 7, 1);
    assertThat(copies.yes(random, 1, 0)).isEqualTo(7);
    assertThat(copies.yes(random, 0, 1)).isZero();
    Clusters fresh = new Clusters(1, 7, 0);
    assertThat(fresh.yes(random, 1, 0)).isZero();
    assertThat(fresh.yes(random, 0, 1)).isEqualTo(7);
  }

  @Test
  void twoCompletionsOfAPromptAgreeAsTheirCorrelationSays() {
    // Corr = icc makes P(both yes) = p² + icc·p(1 − p).
    Clusters clusters = new Clusters(1, 2, 0.36);
    SplittableRandom random = new SplittableRandom(6);
    int both = 0;
    for (int i = 0; i < 20_000; i++) {
      both += clusters.yes(random, Draws.bernoulli(random, 0.3), 0.3) == 2 ? 1 : 0;
    }
    assertThat(both / 20_000.0).isCloseTo(0.09 + 0.36 * 0.21, offset(0.01));
  }

  @Test
  void settingNamesTheSizesInOrder() {
    assertThat(new Clusters(50, 4, 0.5).setting())
        .hasToString("{prompts=50.0, completions=4.0, icc=0.5}");
    assertThat(new Clusters(50, 4, 0.5).completions()).isEqualTo(200);
  }
}
