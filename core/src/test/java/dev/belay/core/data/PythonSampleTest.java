package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The numbers are CPython 3.12's: {@code random.Random(seed).sample(range(n), k)}. */
class PythonSampleTest {

  private static List<Integer> range(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  @Test
  void drawsWhatPythonDrawsCallAfterCall() {
    PythonSample drawn = new PythonSample(1234);
    assertThat(drawn.sample(range(7473), 5)).containsExactly(6374, 3610, 957, 61, 742);
    assertThat(drawn.sample(range(7473), 5)).containsExactly(7462, 6610, 4769, 286, 5501);
    assertThat(drawn.sample(range(7473), 5)).containsExactly(5677, 687, 806, 6279, 2905);
  }

  /** Small populations are copied, and the bound of small grows with the sample. */
  @Test
  void smallPopulationsAreDrawnFromACopy() {
    PythonSample drawn = new PythonSample(1234);
    IntStream.range(0, 3).forEach(_ -> drawn.sample(range(7473), 5));
    assertThat(drawn.sample(range(10), 4)).containsExactly(3, 0, 8, 6);
    assertThat(drawn.sample(range(80), 8)).containsExactly(2, 44, 61, 59, 19, 11, 23, 14);
    assertThat(drawn.sample(range(86), 8)).containsExactly(1, 64, 62, 31, 8, 85, 69, 59);
  }

  @Test
  void longSeedsAndRefills() {
    assertThat(new PythonSample((1L << 40) + 7).sample(range(1000), 3))
        .containsExactly(628, 765, 834);
    PythonSample drawn = new PythonSample(0);
    assertThat(drawn.sample(range(1000), 3)).containsExactly(864, 394, 776);
    List<Integer> last = List.of();
    for (int i = 0; i < 300; i++) {
      last = drawn.sample(range(1000), 5);
    }
    assertThat(last).containsExactly(451, 627, 78, 837, 437);
  }

  @Test
  void noMoreThanThereIs() {
    PythonSample drawn = new PythonSample(1);
    assertThat(drawn.sample(range(3), 3)).containsExactlyInAnyOrder(0, 1, 2);
    assertThatIllegalArgumentException().isThrownBy(() -> drawn.sample(range(3), 4));
    assertThatIllegalArgumentException().isThrownBy(() -> new PythonSample(-1));
  }
}
