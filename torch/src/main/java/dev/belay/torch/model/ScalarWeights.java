package dev.belay.torch.model;

import org.bytedeco.pytorch.Tensor;

/**
 * The weights of a decoder with a scalar head where its language-model head was: a reward model or
 * a critic. Its configuration has tied embeddings, since there is no other head to speak of.
 */
public interface ScalarWeights extends WeightSource {

  /** The head's name in Hugging Face's sequence-classification models. */
  String HEAD = "score.weight";

  /** The scalar head, {@code [1, H]}, as {@link #weight} gives it. */
  default Tensor head() {
    return weight(HEAD);
  }

  /**
   * A language model's weights with another head.
   *
   * @param body must stay open
   * @param head {@code [1, H]}; the caller keeps it open
   */
  static ScalarWeights of(WeightSource body, Tensor head) {
    DecoderConfig config = body.config().withTiedEmbeddings();
    return new ScalarWeights() {
      @Override
      public DecoderConfig config() {
        return config;
      }

      @Override
      public Tensor weight(String name) {
        return name.equals(HEAD) ? head : body.weight(name);
      }
    };
  }
}
