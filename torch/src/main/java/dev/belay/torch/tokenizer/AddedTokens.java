package dev.belay.torch.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The tokens that stand beside a tokenizer's vocabulary, wherever a model's files name them, as
 * {@code transformers} gathers them: {@code added_tokens_decoder} of {@code tokenizer_config.json}
 * goes before {@code tokenizer.json}, that before {@code added_tokens.json}, and what is named as
 * {@code eos_token} and the like is one token in any case.
 */
final class AddedTokens {

  /** Keys of a token in {@code tokenizer.json}, beside its id and text. */
  private static final List<String> FLAGS =
      List.of("single_word", "lstrip", "rstrip", "normalized", "special");

  private static final List<String> LISTS =
      List.of("additional_special_tokens", "extra_special_tokens");

  /** A token that a file names, with its id where the file gives one. */
  private record Wanted(OptionalInt id, ObjectNode token) {}

  private final Map<String, Wanted> wanted = new LinkedHashMap<>();

  private AddedTokens() {}

  /**
   * Gathers what the files beside {@code tokenizer.json} name.
   *
   * @param own {@code added_tokens} of {@code tokenizer.json}
   * @param config {@code tokenizer_config.json}
   * @param map {@code special_tokens_map.json}
   * @param added {@code added_tokens.json}
   */
  static AddedTokens of(
      JsonNode own,
      Optional<ObjectNode> config,
      Optional<ObjectNode> map,
      Optional<ObjectNode> added) {
    AddedTokens tokens = new AddedTokens();
    own.forEach(tokens::addOwn);
    Optional<JsonNode> decoder =
        config.map(root -> root.path("added_tokens_decoder")).filter(JsonNode::isObject);
    decoder.ifPresent(found -> found.properties().forEach(tokens::replace));
    List<ObjectNode> naming = new ArrayList<>();
    config.ifPresent(naming::add);
    if (decoder.isEmpty()) {
      map.ifPresent(naming::add);
    }
    Map<String, ObjectNode> named = named(naming);
    if (decoder.isEmpty()) {
      added.ifPresent(file -> tokens.addListed(file, named));
    }
    named.forEach((text, token) -> tokens.wanted.putIfAbsent(text, new Wanted(none(), token)));
    return tokens;
  }

  private static OptionalInt none() {
    return OptionalInt.empty();
  }

  private void addOwn(JsonNode token) {
    if (token instanceof ObjectNode object && object.path("content").isTextual()) {
      wanted.put(
          object.path("content").textValue(),
          new Wanted(idOf(object.path("id")), complete(object)));
    }
  }

  private static OptionalInt idOf(JsonNode id) {
    return id.isInt() ? OptionalInt.of(id.intValue()) : none();
  }

  private void replace(Map.Entry<String, JsonNode> entry) {
    JsonNode text = entry.getValue().path("content");
    if (!text.isTextual() || text.textValue().isEmpty()) {
      return;
    }
    ObjectNode token = complete(entry.getValue());
    Wanted before = wanted.get(text.textValue());
    OptionalInt id = before == null ? number(entry.getKey()) : before.id();
    wanted.put(text.textValue(), new Wanted(id, token));
  }

  private static OptionalInt number(String digits) {
    return digits.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(digits)) : none();
  }

  private void addListed(ObjectNode file, Map<String, ObjectNode> named) {
    for (Map.Entry<String, JsonNode> entry : file.properties()) {
      if (!entry.getKey().isEmpty() && idOf(entry.getValue()).isPresent()) {
        boolean special = named.containsKey(entry.getKey());
        wanted.putIfAbsent(
            entry.getKey(),
            new Wanted(
                idOf(entry.getValue()),
                plain(entry.getKey(), special).put("normalized", !special)));
      }
    }
  }

  /** Tokens that files name by their role; the first file that names one decides. */
  private static Map<String, ObjectNode> named(List<ObjectNode> files) {
    Map<String, ObjectNode> tokens = new LinkedHashMap<>();
    for (ObjectNode file : files) {
      for (Map.Entry<String, JsonNode> entry : file.properties()) {
        if (entry.getKey().endsWith("_token")) {
          name(tokens, entry.getValue());
        }
      }
      for (String key : LISTS) {
        file.path(key).forEach(token -> name(tokens, token));
      }
    }
    return tokens;
  }

  private static void name(Map<String, ObjectNode> tokens, JsonNode token) {
    JsonNode text = token.isObject() ? token.path("content") : token;
    if (text.isTextual() && !text.textValue().isEmpty()) {
      ObjectNode whole = token.isObject() ? complete(token) : plain(text.textValue(), true);
      tokens.putIfAbsent(text.textValue(), whole.put("special", true));
    }
  }

  private static ObjectNode plain(String text, boolean special) {
    return complete(
        JsonNodeFactory.instance.objectNode().put("content", text).put("special", special));
  }

  /** The token with every flag, each false where it is not given. */
  private static ObjectNode complete(JsonNode token) {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    whole.put("content", token.path("content").asText());
    FLAGS.forEach(flag -> whole.put(flag, token.path(flag).asBoolean(false)));
    return whole;
  }

  /** Whether {@code tokenizer.json} already has them all, with the same flags. */
  boolean areAllIn(JsonNode own) {
    Map<String, ObjectNode> there = new LinkedHashMap<>();
    own.forEach(token -> there.put(token.path("content").asText(), complete(token)));
    return wanted.entrySet().stream()
        .allMatch(entry -> entry.getValue().token().equals(there.get(entry.getKey())));
  }

  /**
   * Puts them into the tree of a {@code tokenizer.json}. A token of the vocabulary keeps its id,
   * one that is new gets the id that its file gives it, or else the next; since the library counts
   * ids anew when it reads the file, they stand in the vocabulary too.
   */
  void putInto(ObjectNode root) {
    if (!(root.path("model").path("vocab") instanceof ObjectNode vocabulary)) {
      return;
    }
    Map<String, Integer> ids = ids(vocabulary);
    List<ObjectNode> all = new ArrayList<>();
    wanted.forEach(
        (text, one) -> {
          int id = ids.getOrDefault(text, -1);
          vocabulary.put(text, id);
          ObjectNode token = JsonNodeFactory.instance.objectNode().put("id", id);
          token.setAll(one.token());
          all.add(token);
        });
    all.sort((a, b) -> Integer.compare(a.path("id").intValue(), b.path("id").intValue()));
    root.putArray("added_tokens").addAll(all);
  }

  private Map<String, Integer> ids(ObjectNode vocabulary) {
    Map<Integer, String> taken = new LinkedHashMap<>();
    Map<String, Integer> ids = new LinkedHashMap<>();
    int last = -1;
    for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
      taken.put(entry.getValue().asInt(), entry.getKey());
      last = Math.max(last, entry.getValue().asInt());
    }
    for (String text : wanted.keySet()) {
      if (vocabulary.has(text)) {
        ids.put(text, vocabulary.path(text).asInt());
      }
    }
    for (Map.Entry<String, Wanted> entry : wanted.entrySet()) {
      OptionalInt id = entry.getValue().id();
      if (!ids.containsKey(entry.getKey())
          && id.isPresent()
          && taken.putIfAbsent(id.getAsInt(), entry.getKey()) == null) {
        ids.put(entry.getKey(), id.getAsInt());
        last = Math.max(last, id.getAsInt());
      }
    }
    for (String text : wanted.keySet()) {
      if (!ids.containsKey(text)) {
        ids.put(text, ++last);
      }
    }
    return ids;
  }

  /** Their texts. */
  Collection<String> texts() {
    return List.copyOf(wanted.keySet());
  }
}
