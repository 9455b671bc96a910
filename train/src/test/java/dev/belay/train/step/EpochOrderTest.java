package dev.belay.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochOrderTest {

  /** An order over the numbers below {@code samples}. */
  private static EpochOrder<Integer> order(int samples, long seed) {
    return new EpochOrder<>(IntStream.range(0, samples).boxed().toList(), seed);
  }

  @Test
  void everyEpochTakesEachSampleOnceWhateverTheStepSize() {
    EpochOrder<Integer> order = order(10, 3);
    List<Integer> taken = new ArrayList<>();
    for (long step = 1; step <= 5; step++) {
      taken.addAll(order.ofStep(step, 4));
    }
    assertThat(new HashSet<>(taken.subList(0, 10))).hasSize(10);
    assertThat(new HashSet<>(taken.subList(10, 20))).hasSize(10);
    assertThat(taken.subList(0, 10)).isNotEqualTo(taken.subList(10, 20));
  }

  @Test
  void aStepDependsOnSeedAndNumberAlone() {
    List<Integer> straight = order(100, 7).ofStep(42, 8);
    EpochOrder<Integer> resumed = order(100, 7);
    List<Integer> unused = resumed.ofStep(41, 8);

    assertThat(unused).hasSize(8);
    assertThat(resumed.ofStep(42, 8)).isEqualTo(straight);
    assertThat(order(100, 8).ofStep(42, 8)).isNotEqualTo(straight);
  }

  /** Zeros come after all others, in every epoch, and each part is shuffled. */
  @Test
  void someComeLastInEveryEpoch() {
    List<Integer> first = IntStream.range(1, 7).boxed().toList();
    EpochOrder<Integer> order = new EpochOrder<>(first, List.of(0, 0, 0), 3);
    for (int epoch = 0; epoch < 3; epoch++) {
      List<Integer> whole = order.from(9L * epoch, 9);
      assertThat(whole.subList(0, 6)).containsExactlyInAnyOrderElementsOf(first);
      assertThat(whole.subList(6, 9)).containsOnly(0);
    }
    assertThat(order.from(0, 6)).isNotEqualTo(order.from(9, 6));
    // What comes first does not depend on what comes last, in the first epoch.
    assertThat(new EpochOrder<>(first, List.of(), 3).from(0, 6)).isEqualTo(order.from(0, 6));
  }

  @Test
  void nothingToTrainOnIsRefused() {
    assertThatThrownBy(() -> order(0, 1)).hasMessageContaining("nothing to train on");
  }
}
