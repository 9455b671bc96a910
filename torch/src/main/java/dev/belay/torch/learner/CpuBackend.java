package dev.belay.torch.learner;

import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.loss.ChunkedHead;
import dev.belay.torch.loss.LanguageHead;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.optim.AdamW;

/** This machine's processor, with gradients written out by hand. */
public final class CpuBackend implements Backend {

  @Override
  public Learner learner(WeightSource weights, LearnerSpec spec) {
    Decoder decoder = Decoder.trained(weights, spec.type());
    return new CpuLearner(
        decoder, head(decoder, spec), new AdamW(spec.optimizer()), spec.emaDecay());
  }

  @Override
  public Reference reference(WeightSource weights, LearnerSpec spec) {
    Decoder decoder = Decoder.frozen(weights, spec.type());
    return new CpuReference(decoder, head(decoder, spec));
  }

  private static LanguageHead head(Decoder decoder, LearnerSpec spec) {
    return new LanguageHead(new ChunkedHead(spec.temperature()), decoder.headParameter());
  }
}
