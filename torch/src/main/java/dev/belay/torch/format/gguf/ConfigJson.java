package dev.belay.torch.format.gguf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.torch.format.ElementType;

/**
 * {@code config.json} of an imported model, in the keys that hub models have and {@code
 * transformers} 4 and 5 read.
 */
final class ConfigJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ModelShape shape;
  private final boolean tiedEmbeddings;
  private final ElementType type;

  ConfigJson(ModelShape shape, boolean tiedEmbeddings, ElementType type) {
    this.shape = shape;
    this.tiedEmbeddings = tiedEmbeddings;
    this.type = type;
  }

  ObjectNode build() {
    ObjectNode config = JSON.objectNode();
    config.putArray("architectures").add(shape.architecture().className());
    config.put("model_type", shape.architecture().modelType());
    addFamily(config);
    config
        .put("attention_dropout", 0.0)
        .put("head_dim", shape.headSize())
        .put("hidden_size", shape.hiddenSize())
        .put("initializer_range", 0.02)
        .put("intermediate_size", shape.intermediateSize())
        .put("max_position_embeddings", shape.maxPositions())
        .put("num_attention_heads", shape.heads())
        .put("num_hidden_layers", shape.layers())
        .put("num_key_value_heads", shape.keyValueHeads())
        .put("rms_norm_eps", shape.rmsNormEps())
        .put("rope_theta", shape.ropeTheta())
        .put("tie_word_embeddings", tiedEmbeddings)
        .put("torch_dtype", type == ElementType.BF16 ? "bfloat16" : "float32")
        .put("use_cache", true)
        .put("vocab_size", shape.vocabularySize());
    addRopeScaling(config);
    return config;
  }

  private void addFamily(ObjectNode config) {
    switch (shape.architecture()) {
      case LLAMA ->
          config.put("hidden_act", "silu").put("attention_bias", false).put("mlp_bias", false);
      case QWEN2 -> config.put("hidden_act", "silu").put("use_sliding_window", false);
      case QWEN3 ->
          config
              .put("hidden_act", "silu")
              .put("attention_bias", false)
              .put("use_sliding_window", false);
      case GEMMA3 -> addGemma(config);
    }
  }

  private void addGemma(ObjectNode config) {
    config
        .put("hidden_activation", "gelu_pytorch_tanh")
        .put("attention_bias", false)
        .put("query_pre_attn_scalar", shape.queryScale())
        .putNull("attn_logit_softcapping")
        .putNull("final_logit_softcapping");
    shape
        .slidingWindow()
        .ifPresentOrElse(
            window -> addWindow(config, window),
            () -> {
              config.putNull("sliding_window");
              for (int layer = 0; layer < shape.layers(); layer++) {
                config.withArray("layer_types").add("full_attention");
              }
            });
  }

  private static void addWindow(ObjectNode config, GgufSlidingWindow window) {
    config.put("sliding_window", window.tokens()).put("rope_local_base_freq", window.localTheta());
    for (boolean local : window.local()) {
      config.withArray("layer_types").add(local ? "sliding_attention" : "full_attention");
    }
  }

  private void addRopeScaling(ObjectNode config) {
    switch (shape.ropeScaling()) {
      case RopeScaling.None() -> config.putNull("rope_scaling");
      case RopeScaling.Linear(double factor) ->
          config.putObject("rope_scaling").put("rope_type", "linear").put("factor", factor);
      case RopeScaling.Llama3(double factor, double low, double high, int positions) ->
          config
              .putObject("rope_scaling")
              .put("rope_type", "llama3")
              .put("factor", factor)
              .put("low_freq_factor", low)
              .put("high_freq_factor", high)
              .put("original_max_position_embeddings", positions);
    }
  }
}
