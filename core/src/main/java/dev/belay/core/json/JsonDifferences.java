package dev.belay.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where two JSON trees differ, key by key. */
public final class JsonDifferences {

  private JsonDifferences() {}

  /**
   * One difference.
   *
   * @param path keys joined by dots
   * @param there the value of the first tree; null when it has none
   * @param here the value of the second
   */
  public record Difference(String path, @Nullable JsonNode there, @Nullable JsonNode here) {

    @Override
    public String toString() {
      return "%s was %s and is now %s".formatted(path, shown(there), shown(here));
    }

    private static String shown(@Nullable JsonNode node) {
      return node == null ? "absent" : node.isObject() ? "present" : node.toString();
    }
  }

  /**
   * The differences, objects compared key by key; none when the trees are equal. Both must have
   * been parsed: a number's width in a tree that was built is not that of one that was read.
   */
  public static List<Difference> of(JsonNode there, JsonNode here) {
    List<Difference> differences = new ArrayList<>();
    collect("", there, here, differences);
    return List.copyOf(differences);
  }

  private static void collect(
      String path, @Nullable JsonNode there, @Nullable JsonNode here, List<Difference> into) {
    if (there != null && here != null && there.isObject() && here.isObject()) {
      TreeSet<String> keys = new TreeSet<>();
      there.fieldNames().forEachRemaining(keys::add);
      here.fieldNames().forEachRemaining(keys::add);
      for (String key : keys) {
        String inner = path.isEmpty() ? key : path + "." + key;
        collect(inner, there.get(key), here.get(key), into);
      }
    } else if (!Objects.equals(there, here)) {
      into.add(new Difference(path, there, here));
    }
  }
}
