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

  private static WeightShape of(String name, long... shape) {
    return new WeightShape(name, Arrays.stream(shape).boxed().toList());
  }

  /** Number of elements. */
  public long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /** Every weight of a model, embedding first, then layer by layer, head last. */
  public static List<WeightShape> all(DecoderConfig config) {
    long hidden = config.hiddenSize();
    List<WeightShape> shapes = new ArrayList<>();
    shapes.add(of("model.embed_tokens.weight", config.vocabularySize(), hidden));
    for (int layer = 0; layer < config.layers(); layer++) {
      addLayer(shapes, "model.layers." + layer + ".", config);
    }
    shapes.add(of("model.norm.weight", hidden));
    if (!config.tiedEmbeddings()) {
      shapes.add(of(config.headWeightName(), config.vocabularySize(), hidden));
    }
    return List.copyOf(shapes);
  }

  private static void addLayer(List<WeightShape> shapes, String prefix, DecoderConfig config) {
    long hidden = config.hiddenSize();
    long wide = config.intermediateSize();
    long queries = (long) config.attentionHeads() * config.headSize();
    long keys = (long) config.keyValueHeads() * config.headSize();
    shapes.add(of(prefix + "input_layernorm.weight", hidden));
    shapes.add(of(prefix + "self_attn.q_proj.weight", queries, hidden));
    shapes.add(of(prefix + "self_attn.k_proj.weight", keys, hidden));
    shapes.add(of(prefix + "self_attn.v_proj.weight", keys, hidden));
    shapes.add(of(prefix + "self_attn.o_proj.weight", hidden, queries));
    shapes.add(of(prefix + "post_attention_layernorm.weight", hidden));
    shapes.add(of(prefix + "mlp.gate_proj.weight", wide, hidden));
    shapes.add(of(prefix + "mlp.up_proj.weight", wide, hidden));
    shapes.add(of(prefix + "mlp.down_proj.weight", hidden, wide));
  }

  /** Number of parameters of a model, tied weights counted once. */
  public static long parameters(DecoderConfig config) {
    return all(config).stream().mapToLong(WeightShape::elements).sum();
  }
}
