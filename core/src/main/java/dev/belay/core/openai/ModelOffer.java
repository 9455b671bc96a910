package dev.belay.core.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model as a server's list has it.
 *
 * @param id what it is asked for by
 * @param facts what else the list says of it in one word, such as {@code max_model_len}
 */
record ModelOffer(String id, SortedMap<String, String> facts) {
  private static final int MOST_FACTS = 20;
  private static final int LONGEST = 200;

  ModelOffer {
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
  }

  /** The models of an answer to {@code /v1/models}, without those whose ids cannot be ids. */
  static List<ModelOffer> read(JsonNode list) {
    List<ModelOffer> offers = new ArrayList<>();
    for (JsonNode model : list.path("data")) {
      String id = model.path("id").asText("");
      if (!id.isEmpty() && id.chars().noneMatch(Character::isISOControl)) {
        offers.add(new ModelOffer(id, facts(model)));
      }
    }
    return List.copyOf(offers);
  }

  private static SortedMap<String, String> facts(JsonNode model) {
    SortedMap<String, String> facts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : model.properties()) {
      boolean word = field.getValue().isValueNode() && !field.getValue().isNull();
      if (word && !field.getKey().equals("id") && facts.size() < MOST_FACTS) {
        facts.put(shown(field.getKey()), shown(field.getValue().asText()));
      }
    }
    return facts;
  }

  private static String shown(String text) {
    String line = Printable.of(text);
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
