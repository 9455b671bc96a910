package dev.belay.torch.format.gguf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.torch.format.ElementType;

/** The small JSON files of a Hugging Face directory, from a GGUF file's metadata. */
final class HuggingFaceFiles {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ModelShape shape;
  private final SpecialTokens special;

  HuggingFaceFiles(ModelShape shape, SpecialTokens special) {
    this.shape = shape;
    this.special = special;
  }

  /** {@code config.json}. */
  ObjectNode config(boolean tiedEmbeddings, ElementType type) {
    ObjectNode config = new ConfigJson(shape, tiedEmbeddings, type).build();
    special.addIdsTo(config);
    return config;
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
        .put("model_max_length", shape.maxPositions())
        .put("tokenizer_class", "PreTrainedTokenizerFast");
    config.setAll(special.map());
    return config;
  }

  /** {@code special_tokens_map.json}. */
  ObjectNode specialTokens() {
    return special.map();
  }
}
