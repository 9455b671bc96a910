package dev.belay.torch.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Continuations behind one copy of their prefix give what they give each behind its own. */
class SharedPrefixTest {

  private static final int[] PREFIX = {5, 17, 50, 33, 8, 60, 61, 3, 44, 10, 29};
  private static final int[] FIRST = {11, 12, 13};
  private static final int[] SECOND = {21, 22, 23, 24, 25};

  private static final PackedBatch SHARED =
      PackedBatch.ofGroups(
          List.of(
              new PackedBatch.Group(PREFIX, List.of(FIRST, SECOND)),
              new PackedBatch.Group(new int[0], List.of(new int[] {7, 7}))));
  private static final PackedBatch APART =
      PackedBatch.of(List.of(join(PREFIX, FIRST), join(PREFIX, SECOND), new int[] {7, 7}));

  /** Rows of the continuations and of the last sequence, in either batch. */
  private static final int[] SHARED_ROWS = rows(11, 21);

  private static final int[] APART_ROWS = join(rows(11, 14), rows(25, 32));

  private static int[] rows(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static int[] join(int[] a, int[] b) {
    int[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }

  @ParameterizedTest
  @EnumSource
  void hiddenStatesAreTheSame(TinyModel tiny) {
    try (LanguageModel model = LanguageModel.open(tiny.directory());
        Decoder decoder = Decoder.trained(model, ComputeType.FLOAT32);
        TensorScope _ = new TensorScope()) {
      Tensor shared = decoder.forward(SHARED);
      Tensor apart = decoder.forward(APART);
      for (int i = 0; i < SHARED_ROWS.length; i++) {
        double difference =
            shared
                .select(0, SHARED_ROWS[i])
                .sub(apart.select(0, APART_ROWS[i]))
                .abs()
                .max()
                .item_float();
        assertThat(difference).as("row " + i).isLessThan(1e-5);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAreTheSame(TinyModel tiny) {
    try (LanguageModel model = LanguageModel.open(tiny.directory());
        Decoder one = Decoder.trained(model, ComputeType.FLOAT32);
        Decoder other = Decoder.trained(model, ComputeType.FLOAT32)) {
      backward(one, SHARED, SHARED_ROWS);
      backward(other, APART, APART_ROWS);

      for (int p = 0; p < one.parameters().size(); p++) {
        if (one.parameters().get(p).name().equals("lm_head.weight")) {
          continue; // Its gradient is the loss's affair.
        }
        Parameter a = one.parameters().get(p);
        Parameter b = other.parameters().get(p);
        try (TensorScope _ = new TensorScope()) {
          double scale = b.grad().abs().max().item_float();
          double difference = a.grad().sub(b.grad()).abs().max().item_float();
          assertThat(scale).as(a.name()).isPositive();
          assertThat(difference / scale).as(a.name()).isLessThan(1e-5);
        }
      }
    }
  }

  /** Backward from a fixed pattern of gradients at the given rows. */
  private static void backward(Decoder decoder, PackedBatch batch, int[] rows) {
    try (ActivationStore store = ActivationStore.keepingAll();
        TensorScope _ = new TensorScope()) {
      Tensor hidden = decoder.forward(batch, store);
      Tensor grad = hidden.mul(new Scalar(0.0));
      for (int i = 0; i < rows.length; i++) {
        Tensor row = hidden.select(0, rows[i]);
        grad.select(0, rows[i]).copy_(row.mul(new Scalar(0.1 * (i + 1))).sin());
      }
      decoder.backward(grad, store);
    }
  }
}
