package dev.belay.torch.loss;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Where the reference policy's logits come from, chunk by chunk, for the exact KL. Its width may
 * differ from the policy's; the vocabulary may not.
 *
 * @param hidden the reference's final-normed hidden states at the same positions, {@code [N, H]};
 *     or at the chosen rows alone, {@code [R, H]}
 * @param weight its head, {@code [V, H]}
 * @param gathered whether the hidden states are those of the chosen rows alone
 */
public record ReferenceHead(Tensor hidden, Tensor weight, boolean gathered) {

  /** A reference that says what it does at all positions. */
  public ReferenceHead(Tensor hidden, Tensor weight) {
    this(hidden, weight, false);
  }

  /** The hidden states at the rows of a range, dense {@code [C, H]}. */
  Tensor hidden(RowRange range) {
    return gathered ? hidden.narrow(0, range.from(), range.size()) : range.gather(hidden);
  }

  /** Refuses hidden states or a head that do not fit the rows, or the policy's vocabulary. */
  void checkAgainst(HeadRows rows, long vocabulary) {
    if (gathered && hidden.size(0) != rows.size()) {
      throw new IllegalArgumentException(
          "the reference has hidden states %s for %d rows"
              .formatted(Arrays.toString(hidden.shape()), rows.size()));
    }
    int[] own = gathered ? IntStream.range(0, rows.size()).toArray() : rows.rows();
    new HeadRows(hidden, own, rows.targets()).checkAgainst(weight);
    if (weight.size(0) != vocabulary) {
      throw new IllegalArgumentException(
          "the reference has %d tokens, the policy %d".formatted(weight.size(0), vocabulary));
    }
  }
}
