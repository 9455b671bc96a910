package dev.belay.torch.decoder;

import dev.belay.torch.model.DecoderConfig;
import java.util.Arrays;
import java.util.List;

/** Hugging Face's names of a decoder's weights, and their shapes. */
final class WeightNames {

  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String FINAL_NORM = "model.norm.weight";

  private final String prefix;

  WeightNames(int layer) {
    this.prefix = "model.layers." + layer + ".";
  }

  /**
   * A weight, or one of several that are stacked by rows.
   *
   * @param name Hugging Face's
   * @param shape {@code [rows, columns]}, or {@code [size]} for a norm
   */
  record Part(String name, List<Long> shape) {
    long rows() {
      return shape.getFirst();
    }
  }

  Part inputNorm(DecoderConfig config) {
    return part("input_layernorm", config.hiddenSize());
  }

  List<Part> queryKeyValue(DecoderConfig config) {
    long keyValueWidth = (long) config.keyValueHeads() * config.headSize();
    return List.of(
        part("self_attn.q_proj", queryWidth(config), config.hiddenSize()),
        part("self_attn.k_proj", keyValueWidth, config.hiddenSize()),
        part("self_attn.v_proj", keyValueWidth, config.hiddenSize()));
  }

  Part output(DecoderConfig config) {
    return part("self_attn.o_proj", config.hiddenSize(), queryWidth(config));
  }

  Part feedForwardNorm(DecoderConfig config) {
    return part("post_attention_layernorm", config.hiddenSize());
  }

  List<Part> gateUp(DecoderConfig config) {
    return List.of(
        part("mlp.gate_proj", config.intermediateSize(), config.hiddenSize()),
        part("mlp.up_proj", config.intermediateSize(), config.hiddenSize()));
  }

  Part down(DecoderConfig config) {
    return part("mlp.down_proj", config.hiddenSize(), config.intermediateSize());
  }

  static Part embedding(DecoderConfig config) {
    return whole(EMBEDDING, config.vocabularySize(), config.hiddenSize());
  }

  static Part finalNorm(DecoderConfig config) {
    return whole(FINAL_NORM, config.hiddenSize());
  }

  static Part head(DecoderConfig config) {
    return whole(config.headWeightName(), config.vocabularySize(), config.hiddenSize());
  }

  private static long queryWidth(DecoderConfig config) {
    return (long) config.attentionHeads() * config.headSize();
  }

  private static Part whole(String name, long... shape) {
    return new Part(name, Arrays.stream(shape).boxed().toList());
  }

  private Part part(String name, long... shape) {
    return whole(prefix + name + ".weight", shape);
  }

  /** Name of a stack that Hugging Face does not have. */
  String stacked(String name) {
    return prefix + name + ".weight";
  }
}
