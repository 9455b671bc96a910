package dev.belay.core.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.belay.core.model.Sampling;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a server is told of the settings of its sampler that nobody asked for: repetition, presence
 * and frequency penalties, top-k, min-p. What it is not told, it chooses.
 *
 * @param sent fields of every request, in the spellings that the server takes
 * @param refused fields that the server does not take
 * @param inForce of each setting its value, or who chose it
 */
public record SamplerSettings(
    SortedMap<String, JsonNode> sent, List<String> refused, SortedMap<String, JsonNode> inForce) {
  private static final JsonNode LEFT = new TextNode("left to the server");
  private static final JsonNode REFUSED = new TextNode("refused by the server");
  private static final JsonNode UNKNOWN =
      new TextNode("left to the server, which refused even a plain request");

  public SamplerSettings {
    sent = Collections.unmodifiableSortedMap(new TreeMap<>(sent));
    refused = List.copyOf(refused);
    inForce = Collections.unmodifiableSortedMap(new TreeMap<>(inForce));
  }

  /** Nothing is sent but the fields that are asked for. */
  public static SamplerSettings leftToServer(Map<String, JsonNode> asked) {
    return of(new TreeMap<>(), List.of(), asked, LEFT);
  }

  /** Every setting changes nothing, as in this process. */
  public static SortedMap<String, JsonNode> neutral() {
    SortedMap<String, JsonNode> values = new TreeMap<>();
    SamplerSetting.ALL.forEach(one -> values.put(one.name(), one.neutral().getFirst()));
    return values;
  }

  /**
   * Finds out which neutral values the server takes: all in one request, and where it refuses that,
   * one after the other beside those that it takes. One that the fields asked for name is theirs.
   *
   * @param takes whether the server takes a request with these fields and those asked for
   */
  static SamplerSettings probed(
      Predicate<SortedMap<String, JsonNode>> takes, Map<String, JsonNode> asked) {
    SortedMap<String, JsonNode> all = new TreeMap<>();
    List<SamplerSetting> open =
        SamplerSetting.ALL.stream().filter(setting -> !setting.isIn(asked)).toList();
    for (SamplerSetting setting : open) {
      setting.spellings().forEach(field -> all.put(field, setting.neutral().getFirst()));
    }
    if (all.isEmpty() || takes.test(all)) {
      return of(all, List.of(), asked, LEFT);
    }
    if (!takes.test(new TreeMap<>())) {
      return of(
          new TreeMap<>(), List.of(), asked, UNKNOWN); // It is not these fields that it minds.
    }
    SortedMap<String, JsonNode> taken = new TreeMap<>();
    for (SamplerSetting setting : open) {
      for (String field : setting.spellings()) {
        setting.neutral().stream()
            .filter(value -> takes.test(with(taken, field, value)))
            .findFirst()
            .ifPresent(value -> taken.put(field, value));
      }
    }
    TreeSet<String> refused = new TreeSet<>(all.keySet());
    refused.removeAll(taken.keySet());
    return of(taken, List.copyOf(refused), asked, REFUSED);
  }

  private static SortedMap<String, JsonNode> with(
      SortedMap<String, JsonNode> fields, String field, JsonNode value) {
    SortedMap<String, JsonNode> more = new TreeMap<>(fields);
    more.put(field, value);
    return more;
  }

  private static SamplerSettings of(
      SortedMap<String, JsonNode> sent,
      List<String> refused,
      Map<String, JsonNode> asked,
      JsonNode otherwise) {
    Map<String, JsonNode> all = new TreeMap<>(sent);
    all.putAll(asked);
    SortedMap<String, JsonNode> inForce = new TreeMap<>();
    for (SamplerSetting setting : SamplerSetting.ALL) {
      JsonNode unsent = setting.isIn(asked) ? LEFT : otherwise; // Asked to be left out.
      inForce.put(setting.name(), setting.valueIn(all).orElse(unsent));
    }
    return new SamplerSettings(sent, refused, inForce);
  }

  /** The fields of a request: what its law asks for goes before what nobody did. */
  SortedMap<String, JsonNode> fieldsBeside(Sampling law) {
    SortedMap<String, JsonNode> fields = new TreeMap<>(sent);
    if (law.topK() > 0) {
      fields.remove("top_k");
    }
    if (law.minP() > 0) {
      fields.remove("min_p");
    }
    return fields;
  }

  /** What a person should know of what the server does not take; empty when it takes all. */
  Optional<String> note() {
    if (inForce.containsValue(UNKNOWN)) {
      return Optional.of(
          "refuses even a plain request, so it is not known which settings it takes; it decides "
              + String.join(", ", those(UNKNOWN)));
    }
    return inForce.containsValue(REFUSED)
        ? Optional.of(
            "does not take %s, and decides there".formatted(String.join(", ", those(REFUSED))))
        : Optional.empty();
  }

  private List<String> those(JsonNode state) {
    return inForce.entrySet().stream()
        .filter(setting -> setting.getValue().equals(state))
        .map(Map.Entry::getKey)
        .toList();
  }
}
