package dev.belay.train.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which prompts an update is held on. */
class AnchorBatchesTest {

  private static AnchorBatches<Integer> batches(int prompts, int size, long seed) {
    return new AnchorBatches<>(IntStream.range(0, prompts).boxed().toList(), size, seed);
  }

  @Test
  void everyPromptIsInOneBatchAndBatchesAreEven() {
    AnchorBatches<Integer> batches = batches(20, 8, 3);
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < batches.count(); i++) {
      assertThat(batches.batch(i)).hasSizeBetween(6, 7);
      all.addAll(batches.batch(i));
    }
    assertThat(batches.count()).isEqualTo(3);
    assertThat(all).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 20).boxed().toList());
    assertThat(all).isNotEqualTo(IntStream.range(0, 20).boxed().toList());
    assertThat(batches(16, 8, 3).count()).isEqualTo(2);
    assertThat(batches(8, 8, 3).batch(0)).hasSize(8);
  }

  @Test
  void everyPassTakesEveryBatchOnceInAnotherOrder() {
    AnchorBatches<Integer> batches = batches(60, 4, 3);
    List<List<Integer>> passes = new ArrayList<>();
    for (int pass = 0; pass < 3; pass++) {
      List<Integer> order = new ArrayList<>();
      for (int i = 1; i <= 15; i++) {
        order.add(batches.ofUpdate(pass * 15L + i));
      }
      assertThat(order).doesNotHaveDuplicates().hasSize(15);
      passes.add(order);
    }
    assertThat(passes).doesNotHaveDuplicates();
  }

  @Test
  void theSeedDecides() {
    AnchorBatches<Integer> one = batches(60, 4, 3);
    AnchorBatches<Integer> same = batches(60, 4, 3);
    AnchorBatches<Integer> other = batches(60, 4, 4);
    assertThat(one.batch(0)).isEqualTo(same.batch(0)).isNotEqualTo(other.batch(0));
    assertThat(one.ofUpdate(7)).isEqualTo(same.ofUpdate(7));
  }
}
