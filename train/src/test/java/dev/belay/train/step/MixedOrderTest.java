package dev.belay.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixedOrderTest {

  private static final List<Integer> REQUESTS = IntStream.range(100, 105).boxed().toList();
  private static final List<Integer> TASK = IntStream.range(0, 12).boxed().toList();

  private static MixedOrder<Integer> order() {
    return new MixedOrder<>(new EpochOrder<>(REQUESTS, 1), 1, new EpochOrder<>(TASK, 2), 4);
  }

  @Test
  void everyStepHasTheSameMixtureAndBothAreGoneThroughInTurn() {
    List<Integer> requests = new ArrayList<>();
    List<Integer> task = new ArrayList<>();
    for (int step = 1; step <= 10; step++) {
      List<Integer> chosen = order().ofStep(step, 4);
      requests.addAll(chosen.subList(0, 1));
      task.addAll(chosen.subList(1, 4));
    }
    assertThat(requests).isEqualTo(new EpochOrder<>(REQUESTS, 1).from(0, 10));
    assertThat(task).isEqualTo(new EpochOrder<>(TASK, 2).from(0, 30));
    assertThat(requests.subList(0, 5)).containsExactlyInAnyOrderElementsOf(REQUESTS);
  }

  @Test
  void anyCutOfTheOrderIsTheSameOrder() {
    List<Integer> whole = order().from(0, 23);
    List<Integer> parts = new ArrayList<>(order().from(0, 5));
    parts.addAll(order().from(5, 2));
    parts.addAll(order().from(7, 16));
    assertThat(parts).isEqualTo(whole);
  }

  @Test
  void oneOfThemAloneIsNoMixture() {
    EpochOrder<Integer> some = new EpochOrder<>(TASK, 1);
    assertThatThrownBy(() -> new MixedOrder<>(some, 4, some, 4)).hasMessageContaining("4 of 4");
  }
}
