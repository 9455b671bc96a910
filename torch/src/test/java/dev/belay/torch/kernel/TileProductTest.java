package dev.belay.torch.kernel;

import static dev.belay.torch.kernel.TileProduct.PANEL;
import static dev.belay.torch.kernel.TileProduct.ROWS;
import static dev.belay.torch.kernel.TileProduct.padded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.torch.kernel.TileProduct.Left;
import dev.belay.torch.kernel.TileProduct.Result;
import dev.belay.torch.kernel.TileProduct.Right;
import dev.belay.torch.tensor.ComputeType;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class TileProductTest {

  private static final int STEPS = 7;
  private static final int TALL = 2 * ROWS;
  private static final int WIDE = 2 * PANEL;

  @Test
  void setsThenAdds() {
    try (Arena arena = Arena.ofConfined()) {
      Floats a = Floats.normal(arena, ComputeType.FLOAT32, TALL * STEPS, 1);
      Floats b = Floats.normal(arena, ComputeType.FLOAT32, STEPS * WIDE, 2);
      Floats c = Floats.normal(arena, ComputeType.FLOAT32, TALL * WIDE, 3);
      Left left = new Left(a.address(), STEPS * 4L, 4);
      Right right = new Right(b.address(), WIDE * 4L, PANEL * 4L);
      Result result = new Result(c.address(), WIDE * 4L);
      TileProduct.set(TALL, STEPS, WIDE, left, right, result);
      TileProduct.add(TALL, STEPS, WIDE, left, right, result);
      for (int row = 0; row < TALL; row++) {
        for (int column = 0; column < WIDE; column++) {
          double sum = 0;
          for (int step = 0; step < STEPS; step++) {
            sum += (double) a.get(row * STEPS + step) * b.get(step * WIDE + column);
          }
          assertThat((double) c.get(row * WIDE + column)).isCloseTo(2 * sum, within(1e-5));
        }
      }
    }
  }

  @Test
  void readsTheLeftMatrixTransposed() {
    try (Arena arena = Arena.ofConfined()) {
      Floats a = Floats.normal(arena, ComputeType.FLOAT32, STEPS * ROWS, 4);
      Floats b = Floats.normal(arena, ComputeType.FLOAT32, STEPS * PANEL, 5);
      Floats c = Floats.zeros(arena, ComputeType.FLOAT32, ROWS * PANEL);
      TileProduct.set(
          ROWS,
          STEPS,
          PANEL,
          new Left(a.address(), 4, ROWS * 4L),
          new Right(b.address(), PANEL * 4L, 0),
          new Result(c.address(), PANEL * 4L));
      double sum = 0;
      for (int step = 0; step < STEPS; step++) {
        sum += (double) a.get(step * ROWS + 2) * b.get(step * PANEL + 5);
      }
      assertThat((double) c.get(2 * PANEL + 5)).isCloseTo(sum, within(1e-5));
    }
  }

  @Test
  void paddingRoundsUp() {
    assertThat(padded(0, 4)).isZero();
    assertThat(padded(4, 4)).isEqualTo(4);
    assertThat(padded(5, 4)).isEqualTo(8);
  }
}
