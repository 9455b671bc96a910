package dev.belay.torch.decoder;

import dev.belay.testkit.TinyModel;
import dev.belay.torch.tensor.TensorScope;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The plainest loss there is, by libtorch's own operators: what tests of the decoder descend. */
final class TinyDecoder {

  private TinyDecoder() {}

  /** The sequences of the goldens, packed. */
  static PackedBatch batch(TinyModel.Goldens goldens) {
    return PackedBatch.of(goldens.sequences().stream().map(TinyModel.Sequence::tokenIds).toList());
  }

  /** Targets of the completion tokens alone, {@link PackedBatch#NO_TOKEN} elsewhere. */
  static int[] completionTargets(TinyModel.Goldens goldens) {
    PackedBatch batch = batch(goldens);
    int[] targets = batch.nextTokens();
    for (int s = 0; s < batch.sequences(); s++) {
      int first = batch.starts()[s];
      int promptLength = goldens.sequences().get(s).promptLength();
      Arrays.fill(targets, first, first + promptLength - 1, PackedBatch.NO_TOKEN);
    }
    return targets;
  }

  /** {@code [N, V]} fp32, in the caller's scope. */
  static Tensor logits(Decoder decoder, Tensor hidden) {
    return torch.linear(hidden, decoder.headParameter().value()).to(ScalarType.Float);
  }

  /**
   * Mean cross-entropy of the rows with a target; adds its gradient everywhere.
   *
   * @param weight factor of the gradient
   * @return the loss, in nats
   */
  static double backward(
      Decoder decoder, PackedBatch batch, int[] targets, double weight, ActivationStore store) {
    try (TensorScope _ = new TensorScope()) {
      Tensor hidden = decoder.forward(batch, store);
      long rows = Arrays.stream(targets).filter(target -> target >= 0).count();
      Tensor probabilities = torch.log_softmax(logits(decoder, hidden), 1);
      Tensor grad = probabilities.exp();
      double loss = 0;
      for (int row = 0; row < targets.length; row++) {
        Tensor gradRow = grad.select(0, row);
        if (targets[row] < 0) {
          gradRow.zero_();
        } else {
          loss -= probabilities.select(0, row).select(0, targets[row]).item_double();
          gradRow.select(0, targets[row]).sub_(new Scalar(1));
        }
      }
      Tensor logitGrad = grad.mul(new Scalar(weight / rows)).to(decoder.type().scalarType());
      decoder.headParameter().addProductGradient(logitGrad, hidden);
      decoder.backward(logitGrad.mm(decoder.headParameter().value()), store);
      return loss / rows;
    }
  }

  /** The same loss, by a forward pass only. */
  static double loss(Decoder decoder, PackedBatch batch, int[] targets) {
    try (TensorScope _ = new TensorScope()) {
      Tensor laws = torch.log_softmax(logits(decoder, decoder.forward(batch)), 1);
      double loss = 0;
      int rows = 0;
      for (int row = 0; row < targets.length; row++) {
        if (targets[row] >= 0) {
          loss -= laws.select(0, row).select(0, targets[row]).item_double();
          rows++;
        }
      }
      return loss / rows;
    }
  }

  static void zeroGrads(Decoder decoder) {
    decoder.parameters().forEach(parameter -> parameter.grad().zero_());
  }

  /** {@code |actual - expected| / |expected|}, both norms over all elements. */
  static double relativeError(Tensor actual, Tensor expected) {
    try (TensorScope _ = new TensorScope()) {
      Tensor reference = expected.to(ScalarType.Double);
      Tensor difference = actual.to(ScalarType.Double).sub(reference);
      return difference.norm().item_double() / reference.norm().item_double();
    }
  }

  static double maxDifference(Tensor actual, Tensor expected) {
    try (TensorScope _ = new TensorScope()) {
      return actual
          .to(ScalarType.Double)
          .sub(expected.to(ScalarType.Double))
          .abs()
          .max()
          .item_double();
    }
  }
}
