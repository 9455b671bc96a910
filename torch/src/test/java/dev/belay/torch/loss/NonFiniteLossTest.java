package dev.belay.torch.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.objective.Objective;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NonFiniteException;
import dev.belay.torch.tensor.ScopedTensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ScopedTensors.class)
class NonFiniteLossTest {

  private static final float[] BAD = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};

  @ParameterizedTest
  @EnumSource(ComputeType.class)
  void badLogitStopsWithItsRowAndToken(ComputeType type) {
    for (float bad : BAD) {
      for (int token : new int[] {0, 20, 36}) {
        Tensor weight = torch.ones(37, 1);
        weight.narrow(0, token, 1).fill_(new Scalar(bad));
        Tensor hidden = torch.ones(3, 1);
        HeadRows rows =
            new HeadRows(hidden.to(type.scalarType()), new int[] {0, 2}, new int[] {4, 5});
        NonFiniteException thrown =
            catchThrowableOfType(
                NonFiniteException.class,
                () -> new ChunkedHead(1).score(rows, weight.to(type.scalarType()), null));
        assertThat(thrown)
            .hasMessage(
                "row 0 (position 0, next token 4): in the policy, the logit of token %d is %s"
                    .formatted(token, bad));
        assertThat(thrown.row()).hasValue(0);
      }
    }
  }

  @Test
  void badHiddenStateStopsWithItsOwnRow() {
    Tensor hidden = torch.ones(3, 1);
    hidden.narrow(0, 2, 1).fill_(new Scalar(Float.NaN));
    HeadRows rows = new HeadRows(hidden, new int[] {0, 2}, new int[] {4, 5});
    assertThatThrownBy(() -> new ChunkedHead(1).score(rows, torch.ones(37, 1), null))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageStartingWith("row 1 (position 2, next token 5)");
  }

  @Test
  void badReferenceIsNamedAsSuch() {
    Tensor hidden = torch.ones(1, 1);
    HeadRows rows = new HeadRows(hidden, new int[] {0}, new int[] {4});
    ReferenceHead reference =
        new ReferenceHead(hidden, torch.full(new long[] {37, 1}, new Scalar(Float.NaN)));
    assertThatThrownBy(() -> new ChunkedHead(1).score(rows, torch.ones(37, 1), reference))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("in the reference");
  }

  @Test
  void overflowByTheTemperatureIsNamedAsSuch() {
    Tensor hidden = torch.full(new long[] {1, 1}, new Scalar(1e30));
    HeadRows rows = new HeadRows(hidden, new int[] {0}, new int[] {4});
    assertThatThrownBy(() -> new ChunkedHead(1e-20).score(rows, torch.ones(37, 1), null))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("overflows at temperature");
  }

  @Test
  void lossThatIsNotFiniteStopsBeforeAnyGradient() {
    try (HeadCase head = new HeadCase(ComputeType.FLOAT32, 1)) {
      Objective objective =
          (scores, from, to, out) -> {
            out.set(0, 1, 0, 0);
            return from == 3 ? Double.NaN : 0;
          };
      NonFiniteException thrown =
          catchThrowableOfType(
              NonFiniteException.class,
              () ->
                  new ChunkedHead(1)
                      .forwardBackward(head.rows(), head.head, objective, null, head.dHidden));
      assertThat(thrown).hasMessageContaining("row 3 (position 4, next token 17)");
      assertThat(thrown.row()).hasValue(3);
      assertThat(head.head.grad().count_nonzero().item_int()).isZero();
    }
  }
}
