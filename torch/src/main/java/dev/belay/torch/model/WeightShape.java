package dev.belay.torch.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Name and shape of one weight that an architecture demands, by Hugging Face's convention: a linear
 * layer's weight is {@code [out, in]}.
 *
 * @param name such as {@code model.layers.0.self_attn.q_proj.weight}
 * @param shape dimensions, outermost first
 */
public record WeightShape(String name, List<Long> shape) {

  public WeightShape {
    shape = List.copyOf(shape);
  }

  static WeightShape of(String name, long... shape) {
    return new WeightShape(name, Arrays.stream(shape).boxed().toList());
  }

  /** Size of the outermost dimension. */
  public long rows() {
    return shape.getFirst();
  }

  /** Number of elements. */
  public long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /** The embedding {@code [V, H]}. */
  public static WeightShape embedding(DecoderConfig config) {
    return of("model.embed_tokens.weight", config.vocabularySize(), config.hiddenSize());
  }

  /** The norm after the last layer, {@code [H]}. */
  public static WeightShape finalNorm(DecoderConfig config) {
    return of("model.norm.weight", config.hiddenSize());
  }

  /** The output head {@code [V, H]}: the embedding when tied. */
  public static WeightShape head(DecoderConfig config) {
    return of(config.headWeightName(), config.vocabularySize(), config.hiddenSize());
  }

  /** Every weight of a model, embedding first, then layer by layer, head last. */
  public static List<WeightShape> all(DecoderConfig config) {
    List<WeightShape> shapes = new ArrayList<>();
    shapes.add(embedding(config));
    for (int layer = 0; layer < config.layers(); layer++) {
      shapes.addAll(new LayerWeightShapes(config, layer).all());
    }
    shapes.add(finalNorm(config));
    if (!config.tiedEmbeddings()) {
      shapes.add(head(config));
    }
    return List.copyOf(shapes);
  }

  /** Number of parameters of a model, tied weights counted once. */
  public static long parameters(DecoderConfig config) {
    return all(config).stream().mapToLong(WeightShape::elements).sum();
  }
}
