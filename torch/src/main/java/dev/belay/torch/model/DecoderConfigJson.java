package dev.belay.torch.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.model.BlockDesign.Trait;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code config.json} as both {@code transformers} 4 and 5 read it. */
public final class DecoderConfigJson {

  /** Keys of a source that would contradict or outdate what is written. */
  private static final List<String> DROPPED =
      List.of("_name_or_path", "rope_scaling", "transformers_version");

  private DecoderConfigJson() {}

  /**
   * The configuration of a model.
   *
   * @param type of the weights beside it
   * @param source the {@code config.json} that it came from; what this says beyond the shape is
   *     kept
   */
  public static ObjectNode of(DecoderConfig config, ElementType type, Optional<ObjectNode> source) {
    ObjectNode json =
        source.map(ObjectNode::deepCopy).orElseGet(JsonSettings.JSON::createObjectNode);
    json.remove(DROPPED);
    json.putArray("architectures").add(config.family().architecture());
    json.put("model_type", config.family().modelType());
    json.put("vocab_size", config.vocabularySize());
    json.put("hidden_size", config.hiddenSize());
    json.put("intermediate_size", config.intermediateSize());
    json.put("num_hidden_layers", config.layers());
    json.put("num_attention_heads", config.attentionHeads());
    json.put("num_key_value_heads", config.keyValueHeads());
    json.put("head_dim", config.headSize());
    json.put("max_position_embeddings", config.maxPositions());
    json.put("rms_norm_eps", config.rmsNormEps());
    putSwitches(json, config);
    if (!json.has("pad_token_id") && namesPadding(config.family())) {
      json.putNull("pad_token_id");
    }
    json.put("tie_word_embeddings", config.tiedEmbeddings());
    putRope(json, config);
    if (config.family() == DecoderFamily.GEMMA3) {
      config.attention().window().ifPresent(window -> putWindow(json, config, window));
    }
    json.put("torch_dtype", torchName(type));
    json.put("dtype", torchName(type));
    return json;
  }

  /** Families for which {@code transformers} takes an absent id of the padding for another one. */
  private static boolean namesPadding(DecoderFamily family) {
    return switch (family) {
      case PHI3, SMOLLM3, OLMO2 -> true;
      default -> false;
    };
  }

  private static void putSwitches(ObjectNode json, DecoderConfig config) {
    String activation = config.family().block().gate().activation();
    switch (config.family()) {
      case LLAMA ->
          json.put("hidden_act", activation).put("attention_bias", false).put("mlp_bias", false);
      case MISTRAL, PHI3 -> {
        json.put("hidden_act", activation);
        config
            .attention()
            .window()
            .ifPresentOrElse(
                window -> json.put("sliding_window", window.tokens()),
                () -> json.putNull("sliding_window")); // Absent, it would mean Mistral's usual one.
      }
      case SMOLLM3 -> {
        json.put("hidden_act", activation).put("attention_bias", false).put("mlp_bias", false);
        json.put("use_sliding_window", false);
        ArrayNode turned = json.putArray("no_rope_layers");
        IntStream.range(0, config.layers())
            .forEach(layer -> turned.add(config.attention().turns(layer) ? 1 : 0));
      }
      case OLMO2 -> json.put("hidden_act", activation).put("attention_bias", false);
      case GRANITE -> {
        json.put("hidden_act", activation).put("attention_bias", false).put("mlp_bias", false);
        AttentionConfig.ScoreScale scores = config.attention().scores();
        json.put("attention_multiplier", scores.multiplier() / Math.sqrt(scores.queryScalar()));
        json.put("embedding_multiplier", config.multipliers().embedding());
        json.put("residual_multiplier", config.multipliers().residual());
        json.put("logits_scaling", config.multipliers().logitsDivisor());
      }
      case QWEN2 -> json.put("hidden_act", activation).put("use_sliding_window", false);
      case QWEN3 ->
          json.put("hidden_act", activation)
              .put("attention_bias", false)
              .put("use_sliding_window", false);
      case GEMMA3 -> {
        json.put("hidden_activation", activation).put("attention_bias", false);
        putNumber(json, "query_pre_attn_scalar", config.attention().scores().queryScalar());
        if (config.attention().window().isEmpty()) {
          putNoWindow(json, config.layers()); // Absent keys would mean the family's usual windows.
        }
      }
    }
  }

  /** A whole number as such: {@code transformers} 5 refuses {@code 256.0} where it wants one. */
  private static void putNumber(ObjectNode json, String key, double value) {
    if (value == Math.rint(value) && value < 1L << 53) {
      json.put(key, (long) value);
    } else {
      json.put(key, value);
    }
  }

  private static void putNoWindow(ObjectNode json, int layers) {
    json.putNull("sliding_window");
    ArrayNode types = json.putArray("layer_types");
    IntStream.range(0, layers).forEach(_ -> types.add("full_attention"));
  }

  private static void putWindow(ObjectNode json, DecoderConfig config, SlidingWindow window) {
    json.put("sliding_window", window.tokens());
    ArrayNode types = json.putArray("layer_types");
    window.layers().forEach(s -> types.add(s ? "sliding_attention" : "full_attention"));
    json.put("rope_local_base_freq", window.rope().theta());
    ObjectNode rope = json.putObject("rope_parameters");
    RotaryJson.putScaling(
        rope.putObject("full_attention").put("rope_theta", config.ropeTheta()),
        config.attention().rope());
    RotaryJson.putScaling(
        rope.putObject("sliding_attention").put("rope_theta", window.rope().theta()),
        window.rope());
  }

  /** Version 4 reads the plain keys, version 5 the object. */
  private static void putRope(ObjectNode json, DecoderConfig config) {
    RotaryEmbedding rope = config.attention().rope();
    json.put("rope_theta", rope.theta());
    ObjectNode parameters = json.putObject("rope_parameters").put("rope_theta", rope.theta());
    RotaryJson.putScaling(parameters, rope);
    if (config.family().block().has(Trait.PARTIAL_ROTARY)) {
      json.put("partial_rotary_factor", rope.share());
      parameters.put("partial_rotary_factor", rope.share());
    }
    if (rope.scaling().isPresent()) {
      RotaryJson.putScaling(json.putObject("rope_scaling"), rope);
    }
    if (config.family() == DecoderFamily.PHI3
        && rope.scaling().orElse(null) instanceof LongRopeScaling scaling) {
      RotaryJson.putPhi3(json, scaling, config.maxPositions());
    }
  }

  private static String torchName(ElementType type) {
    return switch (type) {
      case F32 -> "float32";
      case F16 -> "float16";
      case BF16 -> "bfloat16";
      default -> throw new IllegalArgumentException("no model weight is " + type);
    };
  }
}
