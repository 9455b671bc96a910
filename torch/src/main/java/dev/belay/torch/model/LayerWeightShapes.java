package dev.belay.torch.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names and shapes of one layer's weights. Lists are weights that read the same input, in the order
 * in which they may be stacked; what a family does not have is empty.
 */
public final class LayerWeightShapes {

  private final String prefix;
  private final DecoderConfig config;
  private final BlockDesign block;
  private final long hidden;
  private final long queries;
  private final long keys;

  /**
   * Shapes of a layer of {@code config}.
   *
   * @param layer from 0
   */
  public LayerWeightShapes(DecoderConfig config, int layer) {
    this.prefix = "model.layers." + layer + ".";
    this.config = config;
    this.block = config.family().block();
    this.hidden = config.hiddenSize();
    this.queries = (long) config.attentionHeads() * config.headSize();
    this.keys = (long) config.keyValueHeads() * config.headSize();
  }

  /** Norm before attention, {@code [H]}. */
  public WeightShape inputNorm() {
    return weight("input_layernorm", hidden);
  }

  /** Projections of queries, keys and values. */
  public List<WeightShape> queryKeyValue() {
    return List.of(
        weight("self_attn.q_proj", queries, hidden),
        weight("self_attn.k_proj", keys, hidden),
        weight("self_attn.v_proj", keys, hidden));
  }

  /** Their biases, or none. */
  public List<WeightShape> queryKeyValueBias() {
    return block.queryKeyValueBias()
        ? List.of(
            WeightShape.of(prefix + "self_attn.q_proj.bias", queries),
            WeightShape.of(prefix + "self_attn.k_proj.bias", keys),
            WeightShape.of(prefix + "self_attn.v_proj.bias", keys))
        : List.of();
  }

  /** Norm of each head's query, {@code [D]}. */
  public Optional<WeightShape> queryNorm() {
    return optional(block.queryKeyNorms(), "self_attn.q_norm", config.headSize());
  }

  /** Norm of each head's key, {@code [D]}. */
  public Optional<WeightShape> keyNorm() {
    return optional(block.queryKeyNorms(), "self_attn.k_norm", config.headSize());
  }

  /** Projection of attention's output. */
  public WeightShape output() {
    return weight("self_attn.o_proj", hidden, queries);
  }

  /** Norm of what attention gives, {@code [H]}. */
  public Optional<WeightShape> attentionBranchNorm() {
    return optional(block.branchNorms(), "post_attention_layernorm", hidden);
  }

  /** Norm before the feed-forward layer, {@code [H]}. */
  public WeightShape feedForwardNorm() {
    return weight(
        block.branchNorms() ? "pre_feedforward_layernorm" : "post_attention_layernorm", hidden);
  }

  /** Projections of gate and up. */
  public List<WeightShape> gateUp() {
    return List.of(
        weight("mlp.gate_proj", config.intermediateSize(), hidden),
        weight("mlp.up_proj", config.intermediateSize(), hidden));
  }

  /** Projection down. */
  public WeightShape down() {
    return weight("mlp.down_proj", hidden, config.intermediateSize());
  }

  /** Norm of what the feed-forward layer gives, {@code [H]}. */
  public Optional<WeightShape> feedForwardBranchNorm() {
    return optional(block.branchNorms(), "post_feedforward_layernorm", hidden);
  }

  /** All of them, in the order of the forward pass. */
  public List<WeightShape> all() {
    return Stream.of(
            Stream.of(inputNorm()),
            queryKeyValue().stream(),
            queryKeyValueBias().stream(),
            queryNorm().stream(),
            keyNorm().stream(),
            Stream.of(output()),
            attentionBranchNorm().stream(),
            Stream.of(feedForwardNorm()),
            gateUp().stream(),
            Stream.of(down()),
            feedForwardBranchNorm().stream())
        .flatMap(shapes -> shapes)
        .toList();
  }

  /**
   * Name of a stack that Hugging Face does not have.
   *
   * @param name such as {@code self_attn.qkv_proj.weight}
   */
  public String stacked(String name) {
    return prefix + name;
  }

  private Optional<WeightShape> optional(boolean present, String name, long size) {
    return present ? Optional.of(weight(name, size)) : Optional.empty();
  }

  private WeightShape weight(String name, long... shape) {
    return WeightShape.of(prefix + name + ".weight", shape);
  }
}
