package dev.belay.torch.learner;

import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.loss.ChunkedHead;
import dev.belay.torch.loss.LanguageHead;
import dev.belay.torch.loss.ScalarHead;
import dev.belay.torch.model.ScalarWeights;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** This machine's processor, with gradients written out by hand. */
public final class CpuBackend implements Backend {

  @Override
  public Learner learner(WeightSource weights, LearnerSpec spec) {
    Decoder decoder = decoder(weights, spec);
    return new CpuLearner(
        decoder,
        head(decoder, spec.temperature()),
        new AdamW(spec.optimizer()),
        spec.emaDecay(),
        spec.adapter());
  }

  @Override
  public Learner critic(WeightSource weights, LearnerSpec spec) {
    try (TensorScope _ = new TensorScope()) {
      ScalarWeights scalar =
          weights instanceof ScalarWeights given
              ? given
              : ScalarWeights.of(weights, torch.zeros(1, weights.config().hiddenSize()));
      Decoder decoder = decoder(scalar, spec);
      Parameter head = new Parameter(ScalarWeights.HEAD, scalar.head(), spec.type());
      return new CpuLearner(
          decoder,
          new ScalarHead(head),
          new AdamW(spec.optimizer()),
          spec.emaDecay(),
          spec.adapter());
    }
  }

  /** All of a model in training, or an adapter beside it. */
  private static Decoder decoder(WeightSource weights, LearnerSpec spec) {
    return spec.adapter()
        .map(adapter -> Decoder.adapted(weights, spec.type(), adapter))
        .orElseGet(() -> Decoder.trained(weights, spec.type(), spec.headStandsStill()));
  }

  @Override
  public SequenceScorer scorer(ScalarWeights weights, ComputeType type) {
    Decoder decoder = Decoder.frozen(weights, type);
    try (TensorScope _ = new TensorScope()) {
      Tensor head = TensorScope.retain(weights.head().to(type.scalarType()).contiguous().clone());
      return new CpuSequenceScorer(
          decoder, new ScalarHead(Parameter.frozen(ScalarWeights.HEAD, head)));
    }
  }

  @Override
  public Reference reference(WeightSource weights, LearnerSpec spec) {
    return around(Decoder.frozen(weights, spec.type()), spec);
  }

  @Override
  public MovableReference movable(WeightSource weights, LearnerSpec spec) {
    return new CpuMovableReference(weights, spec.type(), decoder -> around(decoder, spec));
  }

  private static Reference around(Decoder decoder, LearnerSpec spec) {
    return new CpuReference(decoder, head(decoder, spec.temperature()));
  }

  @Override
  public FrozenPair frozen(
      WeightSource first, WeightSource second, ComputeType type, double temperature) {
    Decoder one = Decoder.frozen(first, type);
    try {
      Decoder other = Decoder.frozen(second, type);
      return new CpuFrozenPair(
          new CpuFrozenPair.Side(one, head(one, temperature)),
          new CpuFrozenPair.Side(other, head(other, temperature)));
    } catch (RuntimeException | Error e) {
      one.close();
      throw e;
    }
  }

  private static LanguageHead head(Decoder decoder, double temperature) {
    return new LanguageHead(new ChunkedHead(temperature), decoder.headParameter());
  }
}
