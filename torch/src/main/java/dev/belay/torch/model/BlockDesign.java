package dev.belay.torch.model;

import dev.belay.torch.kernel.GatedUnit;
import dev.belay.torch.kernel.GeGlu;
import dev.belay.torch.kernel.SwiGlu;
import dev.belay.torch.tensor.ComputeType;

/**
 * What one family's decoder block has that another's has not. All have RMS norms before attention
 * and feed-forward, rotary embeddings, grouped queries and a gated feed-forward layer.
 *
 * @param queryKeyValueBias whether a bias is added to queries, keys and values
 * @param queryKeyNorms whether each head's query and key is normalised before it is turned
 * @param branchNorms whether what attention and feed-forward give is normalised before it is added
 *     to the residual stream
 * @param offsetNorms whether norms multiply by one plus their weight, not by the weight
 * @param scaledEmbedding whether embeddings are multiplied by the root of the hidden size
 * @param gate the gate of the feed-forward layer
 */
public record BlockDesign(
    boolean queryKeyValueBias,
    boolean queryKeyNorms,
    boolean branchNorms,
    boolean offsetNorms,
    boolean scaledEmbedding,
    Gate gate) {

  static final BlockDesign LLAMA = new BlockDesign(false, false, false, false, false, Gate.SILU);
  static final BlockDesign QWEN2 = new BlockDesign(true, false, false, false, false, Gate.SILU);
  static final BlockDesign QWEN3 = new BlockDesign(false, true, false, false, false, Gate.SILU);
  static final BlockDesign GEMMA3 = new BlockDesign(false, true, true, true, true, Gate.GELU_TANH);

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
