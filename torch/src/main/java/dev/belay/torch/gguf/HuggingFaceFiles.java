package dev.belay.torch.gguf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.DecoderConfigJson;
import java.util.Optional;

/** The small JSON files of a Hugging Face directory, from a GGUF file's metadata. */
final class HuggingFaceFiles {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final DecoderConfig decoder;
  private final SpecialTokens special;

  HuggingFaceFiles(DecoderConfig decoder, SpecialTokens special) {
    this.decoder = decoder;
    this.special = special;
  }

  /** {@code config.json}: the shape, and what hub models say beside it. */
  ObjectNode config(ElementType type) {
    ObjectNode beyondShape =
        JSON.objectNode()
            .put("attention_dropout", 0.0)
            .put("initializer_range", 0.02)
            .put("use_cache", true);
    special.addIdsTo(beyondShape);
    return DecoderConfigJson.of(decoder, type, Optional.of(beyondShape));
  }

  /** {@code generation_config.json}, with every id that ends a completion. */
  ObjectNode generationConfig() {
    ObjectNode config = JSON.objectNode().put("_from_model_config", true);
    special.addIdsTo(config);
    return config;
  }

  /** {@code tokenizer_config.json}. */
  ObjectNode tokenizerConfig() {
    ObjectNode config = JSON.objectNode();
    config
        .put("add_prefix_space", false)
        .put("clean_up_tokenization_spaces", false)
        .put("model_max_length", decoder.maxPositions())
        .put("tokenizer_class", "PreTrainedTokenizerFast");
    config.setAll(special.map());
    return config;
  }

  /** {@code special_tokens_map.json}. */
  ObjectNode specialTokens() {
    return special.map();
  }
}
