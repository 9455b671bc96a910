package dev.belay.torch.loss;

import dev.belay.core.objective.Objective;
import dev.belay.core.objective.TokenScores;
import dev.belay.torch.optim.Parameter;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Logits of the next token.
 *
 * @param chunks how they are computed, and at which temperature
 * @param weight {@code [V, H]}: the embedding's own parameter when they are tied
 */
public record LanguageHead(ChunkedHead chunks, Parameter weight) implements Head {

  @Override
  public List<Parameter> parameters() {
    return List.of(weight);
  }

  @Override
  public void score(HeadRows rows, @Nullable ReferenceHead reference, TokenScores scores) {
    chunks.score(rows, weight.value(), reference, scores);
  }

  @Override
  public double forwardBackward(
      HeadRows rows,
      Objective objective,
      @Nullable ReferenceHead reference,
      Tensor hiddenGrad,
      TokenScores scores) {
    return chunks.forwardBackward(rows, weight, objective, reference, hiddenGrad, scores);
  }
}
