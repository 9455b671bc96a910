package dev.belay.torch.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.torch.model.AttentionConfig.ScoreScale;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads how queries meet keys from {@code config.json}; what is missing is the family's habit. */
final class AttentionReader {

  private static final int MAX_WINDOW = 1 << 28;
  private static final String FULL = "full_attention";
  private static final String SLIDING = "sliding_attention";

  /** Of SmolLM3: every fourth layer has no positions. */
  private static final int USUAL_UNTURNED_INTERVAL = 4;

  private final JsonSettings json;
  private final DecoderFamily family;
  private final int headSize;
  private final int layers;
  private final RotaryReader rotary;

  AttentionReader(
      JsonSettings json, DecoderFamily family, int maxPositions, int headSize, int layers) {
    this.json = json;
    this.family = family;
    this.headSize = headSize;
    this.layers = layers;
    this.rotary = new RotaryReader(json, family, maxPositions, headSize);
  }

  AttentionConfig read() {
    return switch (family) {
      case LLAMA, QWEN2, QWEN3, OLMO2 -> AttentionConfig.full(headSize, rotary.read(10_000));
      case GEMMA3 ->
          new AttentionConfig(
              json.positive("query_pre_attn_scalar", 256),
              rotary.read(1_000_000),
              Optional.of(window()).filter(window -> window.layers().contains(true)));
      case MISTRAL -> everywhere(4096); // What transformers takes for a file without the key.
      case PHI3 -> everywhere(Integer.MAX_VALUE);
      case SMOLLM3 ->
          AttentionConfig.full(headSize, rotary.read(2_000_000)).withUnturned(unturned());
      case GRANITE ->
          new AttentionConfig(
              new ScoreScale(1, json.positive("attention_multiplier", 1)),
              rotary.read(10_000),
              Optional.empty(),
              Set.of());
    };
  }

  /**
   * One window for all layers; {@code null} in the file says that there is none.
   *
   * @param missing what a file without the key has; {@link Integer#MAX_VALUE} for no window
   */
  private AttentionConfig everywhere(int missing) {
    RotaryEmbedding rope = rotary.read(10_000);
    boolean none = json.root().has("sliding_window") && json.get("sliding_window").isMissingNode();
    int tokens = none ? Integer.MAX_VALUE : json.integer("sliding_window", MAX_WINDOW, missing);
    Optional<SlidingWindow> window =
        tokens == Integer.MAX_VALUE
            ? Optional.empty()
            : Optional.of(SlidingWindow.everywhere(tokens, rope, layers));
    return new AttentionConfig(headSize, rope, window);
  }

  /** {@code no_rope_layers} has a 1 for each layer that turns queries and keys. */
  private Set<Integer> unturned() {
    Set<Integer> unturned = new HashSet<>();
    JsonNode named = json.get("no_rope_layers");
    if (named.isMissingNode()) {
      int interval = json.integer("no_rope_layer_interval", MAX_WINDOW, USUAL_UNTURNED_INTERVAL);
      IntStream.range(0, layers).filter(i -> (i + 1) % interval == 0).forEach(unturned::add);
      return unturned;
    }
    if (!named.isArray() || named.size() < layers) {
      json.issue(
          "no_rope_layers",
          "is %s; needed is a 1 or 0 for each of %d layers"
              .formatted(JsonSettings.shown(named), layers));
      return unturned;
    }
    for (int i = 0; i < layers; i++) {
      if (!named.get(i).isInt() || (named.get(i).intValue() & ~1) != 0) {
        json.issue("no_rope_layers", "has %s; known are 1 and 0".formatted(named.get(i)));
      } else if (named.get(i).intValue() == 0) {
        unturned.add(i);
      }
    }
    return unturned;
  }

  private SlidingWindow window() {
    return new SlidingWindow(
        json.integer("sliding_window", MAX_WINDOW, 4096),
        rotary.readLocal(10_000),
        json.get("layer_types").isMissingNode() ? pattern() : named());
  }

  /** All slide but each n-th, as configurations said before they named each layer. */
  private List<Boolean> pattern() {
    int missing = json.integer("_sliding_window_pattern", MAX_WINDOW, 6);
    int pattern = json.integer("sliding_window_pattern", MAX_WINDOW, missing);
    return IntStream.rangeClosed(1, layers).mapToObj(i -> i % pattern != 0).toList();
  }

  private List<Boolean> named() {
    JsonNode types = json.get("layer_types");
    List<Boolean> sliding = new ArrayList<>();
    for (JsonNode type : types) {
      if (!type.asText().equals(FULL) && !type.asText().equals(SLIDING)) {
        json.issue("layer_types", "has %s; known are %s and %s".formatted(type, FULL, SLIDING));
      }
      sliding.add(type.asText().equals(SLIDING));
    }
    if (sliding.size() != layers) {
      json.issue(
          "layer_types",
          "names %d layers; num_hidden_layers is %d".formatted(sliding.size(), layers));
    }
    return sliding;
  }
}
