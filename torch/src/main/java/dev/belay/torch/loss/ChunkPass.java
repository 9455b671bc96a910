package dev.belay.torch.loss;

import dev.belay.core.objective.Objective;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.objective.TokenSlopes;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.tensor.NonFiniteException;
import org.jspecify.annotations.Nullable;

/** All rows of one chunk of logits, split over the workers. */
final class ChunkPass {

  private final RowRange range;
  private final LogitsChunk policy;
  private final @Nullable LogitsChunk reference;
  private final RowScratch scratch;
  private final TokenScores scores;

  ChunkPass(
      RowRange range,
      LogitsChunk policy,
      @Nullable LogitsChunk reference,
      RowScratch scratch,
      TokenScores scores) {
    this.range = range;
    this.policy = policy;
    this.reference = reference;
    this.scratch = scratch;
    this.scores = scores;
  }

  void score() {
    Parallel.rows(
        range.size(),
        (from, to, worker) -> {
          RowPass pass = pass(worker);
          for (int r = from; r < to; r++) {
            pass.forward(r);
          }
        });
  }

  /**
   * Overwrites the policy's logits by their gradient. Each row asks the objective for its own
   * token, while the row's exponentials are still in the cache.
   *
   * @param losses of all rows, of which those of the chunk are filled in
   * @param hiddenSlopes likewise, by the distance of hidden states
   */
  void forwardBackward(Objective objective, double[] losses, double[] hiddenSlopes) {
    Parallel.rows(
        range.size(),
        (from, to, worker) -> {
          RowPass pass = pass(worker);
          TokenSlopes slopes = TokenSlopes.ofSize(1);
          for (int r = from; r < to; r++) {
            pass.forward(r);
            losses[range.from() + r] = evaluate(objective, r, slopes);
            hiddenSlopes[range.from() + r] = slopes.hiddenDistances()[0];
            pass.backward(r, slopes);
          }
        });
  }

  private RowPass pass(int worker) {
    return new RowPass(range, policy, reference, scratch.of(worker), scores);
  }

  private double evaluate(Objective objective, int r, TokenSlopes slopes) {
    int token = range.token(r);
    double loss = objective.slopes(scores, token, token + 1, slopes);
    if (!Double.isFinite(loss) || !slopes.isFinite(0)) {
      throw new NonFiniteException(
          "%s: the loss is not finite: %s, with slopes %s by log-prob, %s by entropy, %s and %s by exact KL; the log-prob is %s"
              .formatted(
                  range.describe(r),
                  loss,
                  slopes.logProbs()[0],
                  slopes.entropies()[0],
                  slopes.exactKls()[0],
                  slopes.forwardKls()[0],
                  scores.logProbs()[token]),
          range.from() + r);
    }
    return loss;
  }
}
