package dev.belay.torch.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads how queries meet keys from {@code config.json}; what is missing is the family's habit. */
final class AttentionReader {

  private static final int MAX_WINDOW = 1 << 28;
  private static final String FULL = "full_attention";
  private static final String SLIDING = "sliding_attention";

  private final JsonSettings json;
  private final RotaryReader rotary;

  AttentionReader(JsonSettings json, int maxPositions) {
    this.json = json;
    this.rotary = new RotaryReader(json, maxPositions);
  }

  AttentionConfig read(DecoderFamily family, int headSize, int layers) {
    return switch (family) {
      case LLAMA, QWEN2, QWEN3 -> AttentionConfig.full(headSize, rotary.read(10_000));
      case GEMMA3 ->
          new AttentionConfig(
              json.positive("query_pre_attn_scalar", 256),
              rotary.read(1_000_000),
              Optional.of(window(layers)).filter(window -> window.layers().contains(true)));
    };
  }

  private SlidingWindow window(int layers) {
    return new SlidingWindow(
        json.integer("sliding_window", MAX_WINDOW, 4096),
        rotary.readLocal(10_000),
        json.get("layer_types").isMissingNode() ? pattern(layers) : named(layers));
  }

  /** All slide but each n-th, as configurations said before they named each layer. */
  private List<Boolean> pattern(int layers) {
    int missing = json.integer("_sliding_window_pattern", MAX_WINDOW, 6);
    int pattern = json.integer("sliding_window_pattern", MAX_WINDOW, missing);
    return IntStream.rangeClosed(1, layers).mapToObj(i -> i % pattern != 0).toList();
  }

  private List<Boolean> named(int layers) {
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
