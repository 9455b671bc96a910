package dev.belay.torch.model;

import dev.belay.torch.kernel.GatedUnit;
import dev.belay.torch.kernel.GeGlu;
import dev.belay.torch.kernel.SwiGlu;
import dev.belay.torch.tensor.ComputeType;
import java.util.EnumSet;
import java.util.Set;

/**
 * What one family's decoder block has that another's has not. All have RMS norms, rotary
 * embeddings, grouped queries and a gated feed-forward layer.
 *
 * @param norms where the norms of attention and feed-forward stand
 * @param queryKeyNorms how queries and keys are normalised before they are turned
 * @param gate the gate of the feed-forward layer
 * @param traits what else it has
 */
public record BlockDesign(
    NormPlace norms, QueryKeyNorms queryKeyNorms, Gate gate, Set<Trait> traits) {

  static final BlockDesign LLAMA = plain();
  static final BlockDesign QWEN2 = plain(Trait.QUERY_KEY_VALUE_BIAS);
  static final BlockDesign QWEN3 =
      new BlockDesign(NormPlace.BEFORE, QueryKeyNorms.OF_EACH_HEAD, Gate.SILU, Set.of());
  static final BlockDesign GEMMA3 =
      new BlockDesign(
          NormPlace.BEFORE_AND_AFTER,
          QueryKeyNorms.OF_EACH_HEAD,
          Gate.GELU_TANH,
          Set.of(Trait.OFFSET_NORMS, Trait.SCALED_EMBEDDING));
  static final BlockDesign PHI3 = plain(Trait.FUSED_PROJECTIONS, Trait.PARTIAL_ROTARY);
  static final BlockDesign OLMO2 =
      new BlockDesign(NormPlace.AFTER, QueryKeyNorms.OF_ALL_HEADS, Gate.SILU, Set.of());

  public BlockDesign {
    traits = Set.copyOf(traits);
  }

  /** Llama's block with something more. */
  private static BlockDesign plain(Trait... traits) {
    Set<Trait> set = EnumSet.noneOf(Trait.class);
    set.addAll(Set.of(traits));
    return new BlockDesign(NormPlace.BEFORE, QueryKeyNorms.NONE, Gate.SILU, set);
  }

  /** Where a branch is normalised. */
  public enum NormPlace {
    /** What attention and feed-forward read. */
    BEFORE,
    /** What they give, before it is added to the residual stream. */
    AFTER,
    /** Both. */
    BEFORE_AND_AFTER
  }

  /** How queries and keys are normalised. */
  public enum QueryKeyNorms {
    /** Not at all. */
    NONE,
    /** Each head by itself, all with one weight. */
    OF_EACH_HEAD,
    /** All queries of a position together, and all keys. */
    OF_ALL_HEADS
  }

  /** What a block has or has not. */
  public enum Trait {
    /** A bias is added to queries, keys and values. */
    QUERY_KEY_VALUE_BIAS,
    /** Norms multiply by one plus their weight, not by the weight. */
    OFFSET_NORMS,
    /** Embeddings are multiplied by the root of the hidden size. */
    SCALED_EMBEDDING,
    /** Queries, keys and values are one weight, and so are gate and up. */
    FUSED_PROJECTIONS,
    /** The configuration may have a part of each head turned and leave the rest. */
    PARTIAL_ROTARY
  }

  /** Whether it has a trait. */
  public boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** Whether what attention and feed-forward read is normalised. */
  public boolean inputNorms() {
    return norms != NormPlace.AFTER;
  }

  /** Whether what attention and feed-forward give is normalised before it is added. */
  public boolean branchNorms() {
    return norms != NormPlace.BEFORE;
  }

  /** Whether queries and keys are normalised. */
  public boolean hasQueryKeyNorms() {
    return queryKeyNorms != QueryKeyNorms.NONE;
  }

  /** The activation that gates the feed-forward layer. */
  public enum Gate {
    /** {@code x * sigmoid(x)}. */
    SILU("silu"),
    /** GELU in its approximation by tanh (Hendrycks and Gimpel 2016, section 2). */
    GELU_TANH("gelu_pytorch_tanh");

    private final String activation;

    Gate(String activation) {
      this.activation = activation;
    }

    /** Its name in {@code config.json}. */
    public String activation() {
      return activation;
    }

    /**
     * The unit that it gates.
     *
     * @param type of its rows
     * @param size columns of its output
     */
    public GatedUnit unit(ComputeType type, int size) {
      return switch (this) {
        case SILU -> new SwiGlu(type, size);
        case GELU_TANH -> new GeGlu(type, size);
      };
    }
  }
}
