package dev.belay.torch.loss;

import dev.belay.core.objective.Objective;
import dev.belay.core.objective.TokenScores;
import dev.belay.torch.optim.Parameter;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** What reads the decoder's last hidden states, and what the loss is a function of. */
public interface Head extends AutoCloseable {

  /** Its weights, which may be the decoder's own. */
  List<Parameter> parameters();

  /**
   * Room for what it says of the tokens of a step.
   *
   * @param reference whether it is compared with one
   */
  default TokenScores room(int tokens, boolean reference) {
    return TokenScores.ofSize(tokens, reference);
  }

  /**
   * Scores the chosen rows, without any gradient.
   *
   * @param reference measures the exact KL when given
   * @param scores of the whole step; those of the rows' tokens are filled in
   */
  void score(HeadRows rows, @Nullable ReferenceHead reference, TokenScores scores);

  /**
   * Computes the loss, adds the gradients of {@link #parameters()}, and gives that of the hidden
   * states.
   *
   * @param objective the loss over the tokens of the step
   * @param reference measures the exact KL when given
   * @param hiddenGrad dense {@code [N, H]} of the hidden states' type; overwritten
   * @param scores of the whole step; those of the rows' tokens are filled in
   * @return sum of the objective over the rows
   */
  double forwardBackward(
      HeadRows rows,
      Objective objective,
      @Nullable ReferenceHead reference,
      Tensor hiddenGrad,
      TokenScores scores);

  /** Closes weights that are the head's own, and not the decoder's. */
  @Override
  default void close() {}
}
