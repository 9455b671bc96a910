package dev.belay.torch.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.torch.tensor.ComputeType;
import java.lang.foreign.Arena;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElementsTest {

  @ParameterizedTest
  @EnumSource
  void partsTouchNothingBeyondThem(ComputeType type) {
    try (Arena arena = Arena.ofConfined()) {
      Floats from = Floats.normal(arena, type, 3 * Lanes.WIDTH, 1);
      for (int lanes = 1; lanes < Lanes.WIDTH; lanes++) {
        Floats to = Floats.zeros(arena, type, 3 * Lanes.WIDTH);
        var part = Elements.loadPart(type, from.address(), 5, lanes);
        Elements.storePart(type, to.address(), 2, lanes, part);
        for (int i = 0; i < 3 * Lanes.WIDTH; i++) {
          boolean inside = i >= 2 && i < 2 + lanes;
          assertThat(to.get(i)).isEqualTo(inside ? from.get(i + 3) : 0);
        }
        assertThat(part.lane(Lanes.WIDTH - 1)).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void vectorsAreTheirElements(ComputeType type) {
    try (Arena arena = Arena.ofConfined()) {
      Floats from = Floats.normal(arena, type, 2 * Lanes.WIDTH, 2);
      Floats to = Floats.zeros(arena, type, 2 * Lanes.WIDTH);
      var vector = Elements.load(type, from.address(), 3);
      Elements.store(type, to.address(), 1, vector);
      for (int lane = 0; lane < Lanes.WIDTH; lane++) {
        assertThat(vector.lane(lane)).isEqualTo(from.get(lane + 3));
        assertThat(to.get(lane + 1)).isEqualTo(from.get(lane + 3));
      }
      assertThat(Elements.at(type, from.address(), 4) - from.address())
          .isEqualTo(4L * type.bytes());
    }
  }
}
