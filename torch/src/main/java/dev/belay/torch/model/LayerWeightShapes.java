package dev.belay.torch.model;

import dev.belay.torch.model.BlockDesign.QueryKeyNorms;
import dev.belay.torch.model.BlockDesign.Trait;
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
  public Optional<WeightShape> inputNorm() {
    return optional(block.inputNorms(), "input_layernorm", hidden);
  }

  /** Projections of queries, keys and values: three weights, or one where they are fused. */
  public List<WeightShape> queryKeyValue() {
    if (block.has(Trait.FUSED_PROJECTIONS)) {
      return List.of(weight("self_attn.qkv_proj", queries + 2 * keys, hidden));
    }
    return List.of(
        weight("self_attn.q_proj", queries, hidden),
        weight("self_attn.k_proj", keys, hidden),
        weight("self_attn.v_proj", keys, hidden));
  }

  /** Their biases, or none. */
  public List<WeightShape> queryKeyValueBias() {
    return block.has(Trait.QUERY_KEY_VALUE_BIAS)
        ? List.of(
            WeightShape.of(prefix + "self_attn.q_proj.bias", queries),
            WeightShape.of(prefix + "self_attn.k_proj.bias", keys),
            WeightShape.of(prefix + "self_attn.v_proj.bias", keys))
        : List.of();
  }

  /** Norm of each head's query {@code [D]}, or of all of them {@code [heads D]}. */
  public Optional<WeightShape> queryNorm() {
    return optional(block.hasQueryKeyNorms(), "self_attn.q_norm", normSize(queries));
  }

  /** Norm of each head's key {@code [D]}, or of all of them {@code [keyValueHeads D]}. */
  public Optional<WeightShape> keyNorm() {
    return optional(block.hasQueryKeyNorms(), "self_attn.k_norm", normSize(keys));
  }

  private long normSize(long all) {
    return block.queryKeyNorms() == QueryKeyNorms.OF_ALL_HEADS ? all : config.headSize();
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
  public Optional<WeightShape> feedForwardNorm() {
    return optional(
        block.inputNorms(),
        block.branchNorms() ? "pre_feedforward_layernorm" : "post_attention_layernorm",
        hidden);
  }

  /** Projections of gate and up: two weights, or one where they are fused. */
  public List<WeightShape> gateUp() {
    if (block.has(Trait.FUSED_PROJECTIONS)) {
      return List.of(weight("mlp.gate_up_proj", 2L * config.intermediateSize(), hidden));
    }
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
            inputNorm().stream(),
            queryKeyValue().stream(),
            queryKeyValueBias().stream(),
            queryNorm().stream(),
            keyNorm().stream(),
            Stream.of(output()),
            attentionBranchNorm().stream(),
            feedForwardNorm().stream(),
            gateUp().stream(),
            Stream.of(down()),
            feedForwardBranchNorm().stream())
        .flatMap(shapes -> shapes)
        .toList();
  }

  /**
   * Name of a stack, which Hugging Face has only where a family's projections are fused.
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
