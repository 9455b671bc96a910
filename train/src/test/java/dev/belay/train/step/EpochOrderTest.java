package dev.belay.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpochOrderTest {

  @Test
  void everyEpochTakesEachSampleOnceWhateverTheStepSize() {
    EpochOrder order = new EpochOrder(10, 3);
    List<Integer> taken = new ArrayList<>();
    for (long step = 1; step <= 5; step++) {
      for (int index : order.ofStep(step, 4)) {
        taken.add(index);
      }
    }
    assertThat(new HashSet<>(taken.subList(0, 10))).hasSize(10);
    assertThat(new HashSet<>(taken.subList(10, 20))).hasSize(10);
    assertThat(taken.subList(0, 10)).isNotEqualTo(taken.subList(10, 20));
  }

  @Test
  void aStepDependsOnSeedAndNumberAlone() {
    int[] straight = new EpochOrder(100, 7).ofStep(42, 8);
    EpochOrder resumed = new EpochOrder(100, 7);
    int[] unused = resumed.ofStep(41, 8);

    assertThat(unused).hasSize(8);
    assertThat(resumed.ofStep(42, 8)).isEqualTo(straight);
    assertThat(new EpochOrder(100, 8).ofStep(42, 8)).isNotEqualTo(straight);
  }

  @Test
  void nothingToTrainOnIsRefused() {
    assertThatThrownBy(() -> new EpochOrder(0, 1)).hasMessageContaining("nothing to train on");
  }
}
