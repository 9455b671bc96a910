package dev.belay.torch.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** What the small files of a model directory say about text: chat template and special tokens. */
final class ModelTexts {

  private final Path directory;
  private final List<JsonSettings> tokenizerFiles = new ArrayList<>();

  ModelTexts(Path directory) {
    this.directory = directory;
    for (String name : List.of("tokenizer_config.json", "special_tokens_map.json")) {
      JsonSettings.readIfPresent(directory.resolve(name)).ifPresent(tokenizerFiles::add);
    }
  }

  /** {@code chat_template.jinja}, else {@code chat_template} in {@code tokenizer_config.json}. */
  Optional<String> chatTemplate() {
    Path jinja = directory.resolve("chat_template.jinja");
    if (Files.isRegularFile(jinja)) {
      try {
        return Optional.of(Files.readString(jinja));
      } catch (IOException e) {
        throw new BadInputException(jinja + ": cannot be read: " + e, e);
      }
    }
    return JsonSettings.readIfPresent(directory.resolve("tokenizer_config.json"))
        .flatMap(ModelTexts::embeddedTemplate);
  }

  private static Optional<String> embeddedTemplate(JsonSettings config) {
    JsonNode node = config.get("chat_template");
    if (node.isTextual()) {
      return Optional.of(node.asText());
    }
    for (JsonNode item : node) {
      if (item.path("name").asText().equals("default") && item.path("template").isTextual()) {
        return Optional.of(item.path("template").asText());
      }
    }
    if (!node.isMissingNode()) {
      throw new BadInputException(
          config.file()
              + ": chat_template is neither a string nor a list with an entry named default.");
    }
    return Optional.empty();
  }

  /** Special tokens by their keys ({@code bos_token}…), as text; the tokenizer's file wins. */
  Map<String, String> specialTokens() {
    Map<String, String> tokens = new LinkedHashMap<>();
    for (JsonSettings file : tokenizerFiles) {
      addTokens(tokens, file.root());
      addTokens(tokens, file.get("extra_special_tokens"));
    }
    return Collections.unmodifiableMap(tokens);
  }

  private static void addTokens(Map<String, String> tokens, JsonNode object) {
    for (var item : object.properties()) {
      JsonNode value = item.getValue();
      JsonNode text = value.isObject() ? value.path("content") : value;
      if (item.getKey().endsWith("_token") && text.isTextual()) {
        tokens.putIfAbsent(item.getKey(), text.asText());
      }
    }
  }

  /** Ids that end a completion: {@code generation_config.json}'s, then {@code config.json}'s. */
  SequencedSet<Integer> eosTokenIds(int vocabularySize) {
    SequencedSet<Integer> ids = new LinkedHashSet<>();
    for (String name : List.of("generation_config.json", "config.json")) {
      JsonSettings.readIfPresent(directory.resolve(name))
          .ifPresent(file -> addIds(ids, file, vocabularySize));
    }
    return Collections.unmodifiableSequencedSet(ids);
  }

  private static void addIds(SequencedSet<Integer> ids, JsonSettings file, int vocabularySize) {
    JsonNode node = file.get("eos_token_id");
    List<JsonNode> items = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(items::add);
    } else if (!node.isMissingNode()) {
      items.add(node);
    }
    for (JsonNode item : items) {
      if (item.isInt() && item.intValue() >= 0 && item.intValue() < vocabularySize) {
        ids.add(item.intValue());
      } else {
        file.issue(
            "eos_token_id",
            "is %s; needed are token ids below vocab_size, %d"
                .formatted(JsonSettings.shown(node), vocabularySize));
      }
    }
    file.check();
  }
}
