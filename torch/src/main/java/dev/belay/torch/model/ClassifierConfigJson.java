package dev.belay.torch.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What makes a {@code config.json} that of a sequence-classification model with one label. */
final class ClassifierConfigJson {

  private ClassifierConfigJson() {}

  /**
   * Changes a language model's configuration.
   *
   * @param source the model that tokenizer and special tokens come from
   */
  static void change(ObjectNode json, DecoderConfig config, Optional<Path> source) {
    json.putArray("architectures").add(config.family().classifierArchitecture());
    json.putObject("id2label").put("0", "reward");
    json.putObject("label2id").put("reward", 0);
    Optional<Integer> padding = source.flatMap(directory -> padding(directory, config));
    padding.ifPresentOrElse(id -> json.put("pad_token_id", id), () -> json.remove("pad_token_id"));
  }

  /**
   * {@code transformers} reads the reward at the last token that is not padding. Many models name
   * the end of the turn as their padding: it would then be read a token too early. So it is a
   * special token that ends nothing; without one only single sequences can be scored there.
   */
  private static Optional<Integer> padding(Path directory, DecoderConfig config) {
    ModelTexts texts = new ModelTexts(directory);
    Set<Integer> ends = texts.eosTokenIds(config.vocabularySize());
    TreeMap<Integer, String> special = new TreeMap<>();
    JsonSettings.readIfPresent(directory.resolve("tokenizer.json"))
        .ifPresent(file -> file.get("added_tokens").forEach(token -> put(token, special)));
    special.keySet().removeAll(ends);
    special.keySet().removeIf(id -> id >= config.vocabularySize());
    String named = texts.specialTokens().get("pad_token");
    return special.entrySet().stream()
        .filter(token -> token.getValue().equals(named))
        .map(Map.Entry::getKey)
        .findFirst()
        .or(() -> special.isEmpty() ? Optional.empty() : Optional.of(special.firstKey()));
  }

  private static void put(JsonNode token, Map<Integer, String> special) {
    if (token.path("special").asBoolean() && token.path("id").canConvertToInt()) {
      special.put(token.path("id").intValue(), token.path("content").asText());
    }
  }
}
