package dev.belay.torch.learner;

import dev.belay.core.objective.TokenScores;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.loss.LanguageHead;
import dev.belay.torch.loss.ReferenceHead;
import dev.belay.torch.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;

/** Two decoders that stand still. Their hidden states exist for one micro-batch at a time. */
final class CpuFrozenPair implements FrozenPair {

  /** A decoder, which the pair owns, and its head. */
  record Side(Decoder decoder, LanguageHead head) {}

  private final Side first;
  private final Side second;

  CpuFrozenPair(Side first, Side second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public TokenScores score(PackedStep step, Order order) {
    Side policy = order == Order.FIRST ? first : second;
    Side other = order == Order.FIRST ? second : first;
    TokenScores scores = TokenScores.ofSize(step.completionTokens(), true);
    for (PackedStep.MicroBatch packed : step.microBatches()) {
      PackedStep.MicroBatch batch = packed.apartFor(policy.decoder.config());
      try (TensorScope _ = new TensorScope()) {
        Tensor hidden = policy.decoder.forward(batch.packed().batch());
        Tensor otherHidden = other.decoder.forward(batch.packed().batch());
        policy.head.score(
            CpuLearner.rows(batch, hidden),
            new ReferenceHead(otherHidden, other.head.weight().value()),
            scores);
      }
    }
    return scores;
  }

  @Override
  public void close() {
    first.decoder.close();
    second.decoder.close();
  }
}
