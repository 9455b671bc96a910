package dev.belay.torch.loss;

import dev.belay.torch.tensor.ComputeType;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * The positions that the head is computed at: those whose next token counts.
 *
 * @param hidden final-normed hidden states, dense {@code [N, H]}
 * @param rows rows of {@code hidden}, strictly increasing, shape {@code [R]}
 * @param targets the token that follows each of them, shape {@code [R]}
 * @param firstToken number, within the step, of the token that the first row predicts; the rest
 *     follow it
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record HeadRows(Tensor hidden, int[] rows, int[] targets, int firstToken) {

  public HeadRows {
    if (hidden.dim() != 2) {
      throw new IllegalArgumentException("hidden states must be [N, H]");
    }
    if (rows.length != targets.length) {
      throw new IllegalArgumentException(
          "%d rows but %d targets".formatted(rows.length, targets.length));
    }
    long n = hidden.size(0);
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] < 0 || rows[i] >= n || (i > 0 && rows[i] <= rows[i - 1])) {
        throw new IllegalArgumentException(
            "rows must increase and stay below %d; entry %d is %d".formatted(n, i, rows[i]));
      }
    }
  }

  /** The rows of a step that is done in one pass. */
  public HeadRows(Tensor hidden, int[] rows, int[] targets) {
    this(hidden, rows, targets, 0);
  }

  /** The hidden states at the chosen rows alone, a dense copy {@code [R, H]}. */
  public Tensor gathered() {
    return new RowRange(this, 0, size()).gather(hidden);
  }

  /** Number of chosen rows, {@code R}. */
  public int size() {
    return rows.length;
  }

  /** Refuses a head {@code [V, H]} that does not fit these hidden states or targets. */
  void checkAgainst(Tensor head) {
    checkWidth(head);
    for (int i = 0; i < targets.length; i++) {
      if (targets[i] < 0 || targets[i] >= head.size(0)) {
        throw new IllegalArgumentException(
            "target %d is %d, beyond the vocabulary of %d".formatted(i, targets[i], head.size(0)));
      }
    }
  }

  /** Refuses a head {@code [., H]} that does not fit these hidden states. */
  void checkWidth(Tensor head) {
    if (head.dim() != 2
        || head.size(1) != hidden.size(1)
        || !head.is_contiguous()
        || !hidden.is_contiguous()
        || ComputeType.of(head) != ComputeType.of(hidden)) {
      throw new IllegalArgumentException(
          "head %s and hidden states %s must be dense, of one type and one width"
              .formatted(Arrays.toString(head.shape()), Arrays.toString(hidden.shape())));
    }
  }

  /** Refuses room for the gradient of these hidden states that is of another shape or type. */
  void checkGradient(Tensor hiddenGrad) {
    if (!hiddenGrad.is_contiguous()
        || !Arrays.equals(hiddenGrad.shape(), hidden.shape())
        || ComputeType.of(hiddenGrad) != ComputeType.of(hidden)) {
      throw new IllegalArgumentException(
          "dHidden must be dense, of the hidden states' shape %s and type"
              .formatted(Arrays.toString(hidden.shape())));
    }
  }
}
