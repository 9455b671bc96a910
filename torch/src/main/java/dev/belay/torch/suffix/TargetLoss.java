package dev.belay.torch.suffix;

import dev.belay.core.objective.SftLoss;
import dev.belay.torch.decoder.ActivationStore;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.decoder.PackedBatch;
import dev.belay.torch.kernel.Matmul;
import dev.belay.torch.loss.ChunkedHead;
import dev.belay.torch.loss.HeadResult;
import dev.belay.torch.loss.HeadRows;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The loss of a target behind a suffix: the mean cross-entropy of its tokens, in nats (Zou et al.
 * 2023, eq. 2, over the number of tokens), and its gradient by the suffix's one-hot tokens.
 */
final class TargetLoss implements AutoCloseable {

  private final Decoder decoder;
  private final ChunkedHead head = new ChunkedHead(1);
  private final ActivationStore store = ActivationStore.keepingAll();
  private long forwardTokens;

  TargetLoss(Decoder decoder) {
    this.decoder = decoder;
  }

  /** Tokens that went forward through the model so far. */
  long forwardTokens() {
    return forwardTokens;
  }

  /** The loss of each candidate, shape {@code [C]}. */
  double[] of(SuffixPlace place, int[] suffix, List<Candidate> candidates) {
    CandidateBatch packed = CandidateBatch.of(place, suffix, candidates);
    forwardTokens += packed.batch().tokens();
    double[] logProbs;
    try (TensorScope _ = new TensorScope()) {
      Tensor hidden = decoder.forward(packed.batch());
      HeadRows rows = new HeadRows(hidden, packed.rows(), packed.targets());
      logProbs = head.score(rows, decoder.headParameter().value(), null).logProbs();
    }
    int length = place.target().length;
    double[] losses = new double[candidates.size()];
    for (int c = 0; c < losses.length; c++) {
      double sum = 0;
      for (int t = 0; t < length; t++) {
        // In fp32, so that a search takes the path that it took in earlier versions.
        sum -= (float) logProbs[c * length + t];
      }
      losses[c] = sum / length;
    }
    return losses;
  }

  /** Whether the target is what the model writes by itself behind the suffix, greedily. */
  boolean isGreedy(SuffixPlace place, int[] suffix) {
    PackedBatch batch = place.batch(suffix);
    forwardTokens += batch.tokens();
    try (TensorScope _ = new TensorScope()) {
      return isGreedy(place, decoder.forward(batch));
    }
  }

  private boolean isGreedy(SuffixPlace place, Tensor hidden) {
    int length = place.target().length;
    Tensor rows = hidden.narrow(0, hidden.size(0) - length, length);
    Tensor logits = Matmul.forward(rows, decoder.headParameter().value());
    long address = NativeMemory.address(torch.argmax(logits, new LongOptional(1), false));
    for (int t = 0; t < length; t++) {
      if (NativeMemory.getLong(address + t * 8L) != place.target()[t]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The loss behind a suffix, its gradient, and whether the target is greedy.
   *
   * @param loss in nats
   * @param gradient by the one-hot tokens, {@code [S, V]} fp32, in the scope that it was made in
   */
  record Slope(double loss, Tensor gradient, boolean greedy) {}

  /** The slope at a suffix; its gradient is in the caller's scope. */
  Slope slope(SuffixPlace place, int[] suffix) {
    PackedBatch batch = place.batch(suffix);
    forwardTokens += batch.tokens();
    Tensor hidden = decoder.forward(batch, store);
    HeadRows rows = new HeadRows(hidden, place.targetRows(batch.tokens()), place.target());
    Tensor hiddenGrad = torch.empty_like(hidden);
    HeadResult result =
        head.forwardBackward(
            rows, decoder.headParameter(), new SftLoss(place.target().length), null, hiddenGrad);
    Tensor inputGrad =
        decoder
            .inputGradient(hiddenGrad, store)
            .narrow(0, place.before().length, suffix.length)
            .to(decoder.type().scalarType());
    Tensor gradient = Matmul.forward(inputGrad, decoder.embedding()).to(ScalarType.Float);
    return new Slope(result.loss(), gradient, isGreedy(place, hidden));
  }

  @Override
  public void close() {
    store.close();
  }
}
