package dev.belay.verify.puzzle.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawTest {

  @Test
  void theSameSeedDrawsTheSame_forEver() {
    Draw draw = new Draw(42);
    Draw same = new Draw(42);

    for (int i = 0; i < 8; i++) {
      assertThat(draw.between(1, 100)).isEqualTo(same.between(1, 100));
    }
    // The first output of SplitMix64 with the seed 0 is E220A8397B1DCDAF.
    assertThat(new Draw(0).between(0, Integer.MAX_VALUE)).isEqualTo(0x7110541C);
  }

  @Test
  void everyNumberOfARangeComesUp_andNoOther() {
    Draw draw = new Draw(1);

    assertThat(IntStream.range(0, 1000).map(_ -> draw.between(-2, 2)).boxed().distinct().sorted())
        .containsExactly(-2, -1, 0, 1, 2);
  }

  @Test
  void differentNumbersAreDifferent_andTooFewAreRefused() {
    assertThat(new Draw(2).numbers(5, 1, 5)).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    assertThatIllegalArgumentException().isThrownBy(() -> new Draw(2).numbers(6, 1, 5));
    assertThat(new Draw(2).some(List.of("a", "b", "c"), 3))
        .containsExactlyInAnyOrder("a", "b", "c");
  }
}
