package dev.belay.torch.loss;

import dev.belay.core.objective.Divergence;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.objective.TokenSlopes;
import dev.belay.torch.kernel.Elements;
import dev.belay.torch.loss.DivergenceKernel.Row;
import dev.belay.torch.loss.DivergenceKernel.Slopes;
import dev.belay.torch.tensor.NonFiniteException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One worker's way through a row of logits: softmax, then gradient. With {@code p = softmax(z/τ)},
 * target y, and the objective's slopes a, b, c, f, s for log-probability, entropy H, exact KL to
 * the reference and from it, and the Jensen–Shannon divergence with the mean law m,
 *
 * <pre>dL/dz_j = (a (1[j=y] − p_j) − b p_j (log p_j + H) + c p_j (log p_j − log q_j − KL)
 *            + f (p_j − q_j) + s/2 p_j (log p_j − log m_j − KL(p ‖ m))) / τ
 * </pre>
 *
 * The last stands alone: an objective that has it has none of the others.
 */
final class RowPass {

  private final RowRange range;
  private final LogitsChunk policy;
  private final @Nullable LogitsChunk reference;
  private final long scratch;
  private final TokenScores scores;
  private final double[] sums = new double[2];

  private @Nullable Row policyRow;
  private @Nullable Row referenceRow;
  private JensenShannonKernel.@Nullable Sums jensenShannon;
  private int target;
  private double sum;

  /**
   * Prepares passes over a chunk.
   *
   * @param scratch address of V fp32 elements that belong to this worker
   * @param scores of the whole step; a forward pass fills its row's token
   */
  RowPass(
      RowRange range,
      LogitsChunk policy,
      @Nullable LogitsChunk reference,
      long scratch,
      TokenScores scores) {
    this.range = range;
    this.policy = policy;
    this.reference = reference;
    this.scratch = scratch;
    this.scores = scores;
  }

  /**
   * Forward pass of row {@code r}.
   *
   * @throws NonFiniteException if a logit is infinite or not a number
   */
  void forward(int r) {
    int token = range.token(r);
    target = range.target(r);
    if (reference != null) {
      referenceRow = softmax(reference, r);
    }
    Row row = softmax(policy, r);
    policyRow = row;
    scores.logProbs()[token] = logProb(row);
    scores.entropies()[token] = Math.log(sum) - sums[1] / sum;
    if (referenceRow != null) {
      Objects.requireNonNull(scores.exactKls())[token] =
          DivergenceKernel.kl(row, referenceRow, policy.vocabulary());
      Objects.requireNonNull(scores.refLogProbs())[token] = logProb(referenceRow);
      double[] forwardKls = scores.forwardKls();
      if (forwardKls != null) {
        forwardKls[token] = DivergenceKernel.kl(referenceRow, row, policy.vocabulary());
      }
      if (scores.jensenShannons() != null) {
        JensenShannonKernel.Sums sums =
            JensenShannonKernel.sums(row, referenceRow, policy.vocabulary());
        jensenShannon = sums;
        scores.of(Divergence.JS)[token] = sums.divergence();
      }
    }
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

  /** Overwrites the logits of row {@code r}, the one last passed forward, by the gradient. */
  void backward(int r, TokenSlopes loss) {
    Row row = Objects.requireNonNull(policyRow, "forward comes first");
    int n = policy.vocabulary();
    double logProb = scores.logProbs()[range.token(r)];
    double a = loss.logProbs()[0];
    double b = loss.entropies()[0];
    double c = loss.exactKls()[0];
    double f = loss.forwardKls()[0];
    float scale = (float) (row.inverseTemperature() / sum);
    double s = loss.jensenShannons()[0];
    if (s != 0) {
      if (a != 0 || b != 0 || c != 0 || f != 0) {
        throw new IllegalArgumentException("a Jensen–Shannon divergence stands alone");
      }
      JensenShannonKernel.gradient(
          scratch,
          row,
          Objects.requireNonNull(referenceRow, "a reference is needed"),
          n,
          scale,
          s,
          Objects.requireNonNull(jensenShannon, "the divergence was not measured"));
      return;
    }
    double atTarget = -a * Math.expm1(logProb);
    if (b == 0 && c == 0 && f == 0) {
      LogitsKernel.scale(policy.type(), scratch, row.logits(), n, (float) (-a * scale));
    } else {
      double constant = -b * scores.entropies()[range.token(r)] - (c == 0 ? 0 : c * exactKl(r));
      boolean compared = c != 0 || f != 0;
      Row other = compared ? Objects.requireNonNull(referenceRow, "a reference is needed") : row;
      double logRatio = logRatio(row, other, target);
      double slope = constant - b * logProb + c * logRatio;
      atTarget += Math.exp(logProb) * slope;
      atTarget += f == 0 ? 0 : f * DivergenceKernel.difference(logProb, -logRatio);
      Slopes slopes = new Slopes((float) (constant - a), (float) -b, (float) c, (float) f, scale);
      DivergenceKernel.gradient(scratch, row, other, n, slopes);
    }
    Elements.set(
        policy.type(), row.logits(), target, (float) (atTarget * row.inverseTemperature()));
  }

  private double exactKl(int r) {
    return Objects.requireNonNull(scores.exactKls(), "a reference is needed")[range.token(r)];
  }

  private double logProb(Row row) {
    return row.get(target) - row.logSumExp();
  }

  private static double logRatio(Row row, Row other, int token) {
    return (row.get(token) - row.logSumExp()) - (other.get(token) - other.logSumExp());
  }
}
