package dev.belay.torch.loss;

import dev.belay.core.objective.TokenLaw;
import dev.belay.core.objective.TokenLoss;
import dev.belay.core.objective.TokenObjective;
import dev.belay.core.objective.TokenScores;
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
            forward(pass, r);
          }
        });
  }

  /** Overwrites the policy's logits by their gradient. */
  void forwardBackward(TokenObjective objective, double[] losses) {
    Parallel.rows(
        range.size(),
        (from, to, worker) -> {
          RowPass pass = pass(worker);
          for (int r = from; r < to; r++) {
            TokenLaw law = forward(pass, r);
            TokenLoss loss = evaluate(objective, r, law);
            losses[range.from() + r] = loss.value();
            pass.backward(law, loss);
          }
        });
  }

  private RowPass pass(int worker) {
    return new RowPass(range, policy, reference, scratch.of(worker));
  }

  private TokenLaw forward(RowPass pass, int r) {
    TokenLaw law = pass.forward(r);
    scores.set(range.from() + r, law);
    return law;
  }

  private TokenLoss evaluate(TokenObjective objective, int r, TokenLaw law) {
    TokenLoss loss = objective.at(range.from() + r, law);
    if (!loss.isFinite()) {
      throw new NonFiniteException(
          "%s: the loss is not finite: %s at %s".formatted(range.describe(r), loss, law),
          range.from() + r);
    }
    return loss;
  }
}
