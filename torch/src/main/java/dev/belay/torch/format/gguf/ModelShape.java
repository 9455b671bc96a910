package dev.belay.torch.format.gguf;

import java.util.Optional;

/**
 * What a GGUF file says about the model's shape.
 *
 * @param architecture the family
 * @param vocabularySize rows of the embedding, {@code [V]}
 * @param hiddenSize width of the residual stream, {@code [H]}
 * @param intermediateSize width of the feed-forward layer
 * @param layers number of decoder layers
 * @param heads query heads
 * @param keyValueHeads key and value heads
 * @param headSize width of one head
 * @param maxPositions longest context in tokens
 * @param rmsNormEps added to the mean square
 * @param ropeTheta base of the rotary embedding
 * @param ropeScaling how it departs from the plain one
 * @param slidingWindow which layers see only the last tokens, if any do
 */
record ModelShape(
    GgufArchitecture architecture,
    int vocabularySize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int keyValueHeads,
    int headSize,
    int maxPositions,
    double rmsNormEps,
    double ropeTheta,
    RopeScaling ropeScaling,
    Optional<GgufSlidingWindow> slidingWindow) {

  /** Layers of Gemma 3 27B, the one model whose attention is not scaled by the head's width. */
  private static final int GEMMA_27B_LAYERS = 62;

  /** Reads and checks the shape. */
  static ModelShape of(GgufFile file) {
    return new ModelShapeReader(file).read();
  }

  /**
   * What attention scores are divided by the root of. GGUF does not store it; as in llama.cpp,
   * Gemma 3 27B is known by its number of layers.
   */
  int queryScale() {
    return architecture == GgufArchitecture.GEMMA3 && layers == GEMMA_27B_LAYERS
        ? hiddenSize / heads
        : headSize;
  }
}
