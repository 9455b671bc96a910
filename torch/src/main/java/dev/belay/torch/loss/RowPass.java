package dev.belay.torch.loss;

import dev.belay.core.objective.TokenLaw;
import dev.belay.core.objective.TokenLoss;
import dev.belay.torch.kernel.Elements;
import dev.belay.torch.loss.DivergenceKernel.Row;
import dev.belay.torch.loss.DivergenceKernel.Slopes;
import dev.belay.torch.tensor.NonFiniteException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One worker's way through a row of logits: softmax, then gradient. With {@code p = softmax(z/τ)},
 * target y, and the objective's slopes a, b, c for log-probability, entropy H and exact KL,
 *
 * <pre>dL/dz_j = (a (1[j=y] − p_j) − b p_j (log p_j + H) + c p_j (log p_j − log q_j − KL)) / τ
 * </pre>
 */
final class RowPass {

  private final RowRange range;
  private final LogitsChunk policy;
  private final @Nullable LogitsChunk reference;
  private final long scratch;
  private final double[] sums = new double[2];

  private @Nullable Row policyRow;
  private @Nullable Row referenceRow;
  private int target;
  private double sum;

  /**
   * Prepares passes over a chunk.
   *
   * @param scratch address of V fp32 elements that belong to this worker
   */
  RowPass(RowRange range, LogitsChunk policy, @Nullable LogitsChunk reference, long scratch) {
    this.range = range;
    this.policy = policy;
    this.reference = reference;
    this.scratch = scratch;
  }

  /**
   * Forward pass of row {@code r}.
   *
   * @throws NonFiniteException if a logit is infinite or not a number
   */
  TokenLaw forward(int r) {
    target = range.target(r);
    double kl = Double.NaN;
    double refLogProb = Double.NaN;
    if (reference != null) {
      referenceRow = softmax(reference, r);
    }
    Row row = softmax(policy, r);
    policyRow = row;
    if (referenceRow != null) {
      kl = DivergenceKernel.kl(row, referenceRow, policy.vocabulary());
      refLogProb = logProb(referenceRow);
    }
    double entropy = Math.log(sum) - sums[1] / sum;
    return new TokenLaw(logProb(row), entropy, kl, refLogProb);
  }

  /** Leaves the row's exponentials in the scratch memory and their sums in {@link #sums}. */
  private Row softmax(LogitsChunk chunk, int r) {
    long row = chunk.row(r);
    int n = chunk.vocabulary();
    float inverseTemperature = chunk.inverseTemperature();
    float max = LogitsKernel.widen(chunk.type(), row, scratch, n, inverseTemperature);
    if (Float.isNaN(max)) {
      throw nonFinite(chunk, r);
    }
    LogitsKernel.exponentials(scratch, scratch, n, max, sums);
    sum = sums[0];
    return new Row(chunk.type(), row, inverseTemperature, max + Math.log(sum));
  }

  private NonFiniteException nonFinite(LogitsChunk chunk, int r) {
    long row = chunk.row(r);
    int token = LogitsKernel.firstNonFinite(chunk.type(), row, chunk.vocabulary());
    String found =
        token < 0
            ? "a logit overflows at temperature " + chunk.temperature()
            : "the logit of token %d is %s"
                .formatted(token, Elements.get(chunk.type(), row, token));
    return new NonFiniteException(
        "%s: in the %s, %s".formatted(range.describe(r), chunk.owner(), found), range.from() + r);
  }

  /** Overwrites the logits of the row last passed forward by the gradient. */
  void backward(TokenLaw law, TokenLoss loss) {
    Row row = Objects.requireNonNull(policyRow, "forward comes first");
    int n = policy.vocabulary();
    double a = loss.logProbGradient();
    double b = loss.entropyGradient();
    double c = loss.exactKlGradient();
    float scale = (float) (row.inverseTemperature() / sum);
    double atTarget = -a * Math.expm1(law.logProb());
    if (b == 0 && c == 0) {
      LogitsKernel.scale(policy.type(), scratch, row.logits(), n, (float) (-a * scale));
    } else {
      double constant = -b * law.entropy() - (c == 0 ? 0 : c * law.exactKl());
      Row other = c == 0 ? row : Objects.requireNonNull(referenceRow, "a reference is needed");
      double slope = constant - b * law.logProb() + c * logRatio(row, other, target);
      atTarget += Math.exp(law.logProb()) * slope;
      Slopes slopes = new Slopes((float) (constant - a), (float) -b, (float) c, scale);
      DivergenceKernel.gradient(scratch, row, other, n, slopes);
    }
    Elements.set(
        policy.type(), row.logits(), target, (float) (atTarget * row.inverseTemperature()));
  }

  private double logProb(Row row) {
    return row.get(target) - row.logSumExp();
  }

  private static double logRatio(Row row, Row other, int token) {
    return (row.get(token) - row.logSumExp()) - (other.get(token) - other.logSumExp());
  }
}
