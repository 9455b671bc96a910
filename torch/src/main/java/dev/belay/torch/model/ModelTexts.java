package dev.belay.torch.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.torch.chat.ChatTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the small files of a model directory say about text: chat templates and special tokens. */
final class ModelTexts {

  /** The folder of templates beside the default, each in a file of its name. */
  static final String NAMED_TEMPLATES = "additional_chat_templates";

  private static final String TEMPLATE_END = ".jinja";

  private final Path directory;
  private final List<JsonSettings> tokenizerFiles = new ArrayList<>();

  ModelTexts(Path directory) {
    this.directory = directory;
    for (String name : List.of("tokenizer_config.json", "special_tokens_map.json")) {
      JsonSettings.readIfPresent(directory.resolve(name)).ifPresent(tokenizerFiles::add);
    }
  }

  /**
   * {@code chat_template.jinja} and the named ones of {@code additional_chat_templates}; where
   * there are none, what {@code chat_template} of {@code tokenizer_config.json} holds.
   */
  ChatTemplates chatTemplates() {
    Map<String, String> sources = new TreeMap<>();
    Path jinja = directory.resolve("chat_template.jinja");
    if (Files.isRegularFile(jinja)) {
      sources.put(ChatTemplates.DEFAULT, content(jinja));
    }
    Path folder = directory.resolve(NAMED_TEMPLATES);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> file.toString().endsWith(TEMPLATE_END) && Files.isRegularFile(file))
            .forEach(file -> sources.put(nameOf(file), content(file)));
      } catch (IOException e) {
        throw new BadInputException(folder + ": cannot be read: " + e, e);
      }
    }
    if (sources.isEmpty()) {
      JsonSettings.readIfPresent(directory.resolve("tokenizer_config.json"))
          .ifPresent(config -> addEmbedded(sources, config));
    }
    return new ChatTemplates(directory.toString(), sources);
  }

  private static String nameOf(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - TEMPLATE_END.length());
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e, e);
    }
  }

  private static void addEmbedded(Map<String, String> sources, JsonSettings config) {
    JsonNode node = config.get("chat_template");
    if (node.isTextual()) {
      sources.put(ChatTemplates.DEFAULT, node.asText());
      return;
    }
    for (JsonNode item : node) {
      if (item.path("name").isTextual() && item.path("template").isTextual()) {
        sources.put(item.path("name").asText(), item.path("template").asText());
      }
    }
    if (sources.isEmpty() && !node.isMissingNode()) {
      throw new BadInputException(
          config.file()
              + ": chat_template is neither a string nor a list of entries with name and"
              + " template.");
    }
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
