package dev.belay.torch.model;

import dev.belay.torch.tensor.ComputeType;

/**
 * The shape of a decoder-only transformer, as {@code config.json} gives it.
 *
 * @param family the architecture
 * @param vocabularySize rows of the embedding, {@code [V]}
 * @param hiddenSize width of the residual stream, {@code [H]}
 * @param intermediateSize width of the gated feed-forward layer
 * @param layers number of decoder layers
 * @param attentionHeads query heads
 * @param keyValueHeads key and value heads; divides {@code attentionHeads}
 * @param headSize width of one head
 * @param maxPositions longest context, in tokens
 * @param rmsNormEps added to the mean square before the root
 * @param attention how queries meet keys
 * @param multipliers numbers that rows are multiplied by
 * @param tiedEmbeddings whether the head is the embedding
 */
public record DecoderConfig(
    DecoderFamily family,
    int vocabularySize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int attentionHeads,
    int keyValueHeads,
    int headSize,
    int maxPositions,
    double rmsNormEps,
    AttentionConfig attention,
    Multipliers multipliers,
    boolean tiedEmbeddings) {

  /** Sizes are set by name, since most are numbers of one type. */
  public static DecoderConfigBuilder builder(DecoderFamily family) {
    return new DecoderConfigBuilder(family);
  }

  /** Base of the rotary embedding of layers without a window. */
  public double ropeTheta() {
    return attention.rope().theta();
  }

  /** Query heads that share one key and value head. */
  public int queryGroup() {
    return attentionHeads / keyValueHeads;
  }

  /**
   * What embeddings are multiplied by: a multiplier, or the root of the hidden size, rounded to the
   * type of the weights as {@code transformers} does.
   */
  public float embeddingScale(ComputeType weights) {
    return family.block().has(BlockDesign.Trait.SCALED_EMBEDDING)
        ? weights.round((float) Math.sqrt(hiddenSize))
        : (float) multipliers.embedding();
  }

  /** The same shape with the embedding for its head, be that used or not. */
  public DecoderConfig withTiedEmbeddings() {
    return new DecoderConfig(
        family,
        vocabularySize,
        hiddenSize,
        intermediateSize,
        layers,
        attentionHeads,
        keyValueHeads,
        headSize,
        maxPositions,
        rmsNormEps,
        attention,
        multipliers,
        true);
  }

  /** Name of the output head's weight: the embedding's own when tied. */
  public String headWeightName() {
    return tiedEmbeddings ? "model.embed_tokens.weight" : "lm_head.weight";
  }
}
