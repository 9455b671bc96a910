package dev.belay.safety.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoldWalkTest {

  /** A model of one logit, 2 before and −1 after training, which refuses with sig(2 − 3 w). */
  private static double refusal(double weight) {
    return 1 / (1 + Math.exp(3 * weight - 2));
  }

  @Test
  void theFarthestWeightOfTheGridThatHoldsIsTaken() {
    List<Double> tried = HoldWalk.walk(HoldWalk.GRID, HoldWalkTest::refusal, p -> p >= .80);
    // It holds up to a weight of .204569, and so at .2.
    assertThat(tried).hasSize(9);
    assertThat(tried.getLast()).isEqualTo(refusal(.2)).isGreaterThan(.80);
    assertThat(tried.get(7)).isEqualTo(refusal(.3)).isLessThan(.80);
  }

  /** Bisection would look at .5, find that it does not hold, and never look above. */
  @Test
  void whatHoldsAboveAWeightThatDoesNotIsFound() {
    Set<Double> holding = Set.of(.8, .2, .1);
    assertThat(HoldWalk.walk(HoldWalk.GRID, w -> w, holding::contains))
        .containsExactly(1.0, .9, .8);
  }

  @Test
  void whereNoneHoldsAllWereTried() {
    assertThat(HoldWalk.walk(HoldWalk.GRID, w -> w, _ -> false)).isEqualTo(HoldWalk.GRID);
    assertThat(HoldWalk.walk(HoldWalk.GRID, w -> w, _ -> true)).containsExactly(1.0);
  }

  @Test
  void namesAreShort() {
    assertThat(HoldWalk.GRID.stream().map(TriedWeight::name))
        .containsExactly("1", "0.9", "0.8", "0.7", "0.6", "0.5", "0.4", "0.3", "0.2", "0.1");
    assertThat(TriedWeight.name(0)).isEqualTo("0");
    assertThat(TriedWeight.name(0.25)).isEqualTo("0.25");
  }
}
