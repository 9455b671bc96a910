package dev.belay.torch.format.gguf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.torch.format.ElementType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The small JSON files of a Hugging Face directory, from a GGUF file's metadata. */
final class HuggingFaceFiles {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** GGUF's words for special tokens and Hugging Face's. */
  private static final List<Map.Entry<String, String>> SPECIAL =
      List.of(
          Map.entry("bos", "bos_token"),
          Map.entry("eos", "eos_token"),
          Map.entry("unknown", "unk_token"),
          Map.entry("padding", "pad_token"));

  private final GgufMetadata metadata;
  private final LlamaShape shape;
  private final GgufVocabulary vocabulary;

  HuggingFaceFiles(GgufMetadata metadata, LlamaShape shape, GgufVocabulary vocabulary) {
    this.metadata = metadata;
    this.shape = shape;
    this.vocabulary = vocabulary;
  }

  /** {@code config.json}. */
  ObjectNode config(boolean tiedEmbeddings, ElementType type) {
    ObjectNode config = JSON.objectNode();
    config.putArray("architectures").add("LlamaForCausalLM");
    config
        .put("model_type", "llama")
        .put("attention_bias", false)
        .put("attention_dropout", 0.0)
        .put("head_dim", shape.headSize())
        .put("hidden_act", "silu")
        .put("hidden_size", shape.hiddenSize())
        .put("initializer_range", 0.02)
        .put("intermediate_size", shape.intermediateSize())
        .put("max_position_embeddings", shape.maxPositions())
        .put("mlp_bias", false)
        .put("num_attention_heads", shape.heads())
        .put("num_hidden_layers", shape.layers())
        .put("num_key_value_heads", shape.keyValueHeads())
        .put("rms_norm_eps", shape.rmsNormEps())
        .put("rope_theta", shape.ropeTheta())
        .put("tie_word_embeddings", tiedEmbeddings)
        .put("torch_dtype", type == ElementType.BF16 ? "bfloat16" : "float32")
        .put("use_cache", true)
        .put("vocab_size", shape.vocabularySize());
    shape
        .linearRopeFactor()
        .ifPresentOrElse(
            factor ->
                config
                    .putObject("rope_scaling")
                    .put("rope_type", "linear")
                    .put("factor", factor.doubleValue()),
            () -> config.putNull("rope_scaling"));
    addTokenIds(config);
    return config;
  }

  /** {@code generation_config.json}, with every id that ends a completion. */
  ObjectNode generationConfig() {
    ObjectNode config = JSON.objectNode().put("_from_model_config", true);
    addTokenIds(config);
    return config;
  }

  /** {@code tokenizer_config.json}. */
  ObjectNode tokenizerConfig() {
    ObjectNode config = JSON.objectNode();
    config
        .put("add_prefix_space", false)
        .put("clean_up_tokenization_spaces", false)
        .put("model_max_length", shape.maxPositions())
        .put("tokenizer_class", "PreTrainedTokenizerFast");
    config.setAll(specialTokens());
    return config;
  }

  /** {@code special_tokens_map.json}. */
  ObjectNode specialTokens() {
    ObjectNode map = JSON.objectNode();
    for (Map.Entry<String, String> name : SPECIAL) {
      id(name.getKey()).ifPresent(id -> map.put(name.getValue(), vocabulary.tokens().get(id)));
    }
    return map;
  }

  OptionalInt id(String name) {
    return vocabulary.special(metadata, name);
  }

  private void addTokenIds(ObjectNode config) {
    id("bos").ifPresent(id -> config.put("bos_token_id", id));
    id("padding").ifPresent(id -> config.put("pad_token_id", id));
    Set<Integer> ends = new LinkedHashSet<>();
    for (String name : List.of("eos", "eot", "eom")) {
      id(name).ifPresent(ends::add);
    }
    if (ends.size() == 1) {
      config.put("eos_token_id", ends.iterator().next());
    } else if (!ends.isEmpty()) {
      ends.forEach(config.putArray("eos_token_id")::add);
    }
  }
}
