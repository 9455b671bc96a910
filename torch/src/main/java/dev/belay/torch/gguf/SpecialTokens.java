package dev.belay.torch.gguf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The tokens with a role: which ones begin and end a text, fill up, and stand for the unknown. */
final class SpecialTokens {

  /** GGUF's words for special tokens and Hugging Face's. */
  private static final List<Map.Entry<String, String>> NAMES =
      List.of(
          Map.entry("bos", "bos_token"),
          Map.entry("eos", "eos_token"),
          Map.entry("unknown", "unk_token"),
          Map.entry("padding", "pad_token"));

  private final GgufMetadata metadata;
  private final GgufVocabulary vocabulary;

  SpecialTokens(GgufMetadata metadata, GgufVocabulary vocabulary) {
    this.metadata = metadata;
    this.vocabulary = vocabulary;
  }

  /** The id of a token by GGUF's word for its role, if the file names one. */
  OptionalInt id(String name) {
    return vocabulary.special(metadata, name);
  }

  /** {@code special_tokens_map.json}. */
  ObjectNode map() {
    ObjectNode map = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, String> name : NAMES) {
      id(name.getKey()).ifPresent(id -> map.put(name.getValue(), vocabulary.tokens().get(id)));
    }
    return map;
  }

  /** Adds {@code bos_token_id}, {@code pad_token_id} and every id that ends a completion. */
  void addIdsTo(ObjectNode config) {
    id("bos").ifPresent(id -> config.put("bos_token_id", id));
    id("padding").ifPresent(id -> config.put("pad_token_id", id));
    addEnds(config, ends());
  }

  /** Writes the ids that end a completion. */
  static void addEnds(ObjectNode config, Collection<Integer> ends) {
    if (ends.size() == 1) {
      config.put("eos_token_id", ends.iterator().next());
    } else if (!ends.isEmpty()) {
      ends.forEach(config.putArray("eos_token_id")::add);
    }
  }

  /** Every id that ends a completion, as far as the metadata tell. */
  Set<Integer> ends() {
    Set<Integer> ends = new LinkedHashSet<>();
    for (String name : List.of("eos", "eot", "eom")) {
      id(name).ifPresent(ends::add);
    }
    String template = metadata.optionalText("tokenizer.chat_template").orElse("");
    if (!template.isEmpty()) {
      for (int id = 0; id < vocabulary.tokens().size(); id++) {
        String token = vocabulary.tokens().get(id);
        // Some files use an end of the turn in their template without naming it.
        if (ControlTexts.isEnd(token) && template.contains(token)) {
          ends.add(id);
        }
      }
    }
    return ends;
  }
}
