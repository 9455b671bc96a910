package dev.belay.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.DidYouMean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Under which names a file has the columns that Belay knows. A dot leads into a nested record, or
 * to an element of a list by its number from 0: {@code reward_model.ground_truth}, {@code
 * answers.text.0}. What is named is all that is read of a record.
 *
 * @param byName the file's column for each of Belay's names; empty to take columns as they are
 */
public record ColumnNames(Map<String, String> byName) {

  /** The file's columns have Belay's names, or those of a known public format. */
  public static final ColumnNames AS_THEY_ARE = new ColumnNames(Map.of());

  /** The names that something is made of. */
  public static final List<String> KNOWN =
      List.of(
          "id",
          "prompt",
          "messages",
          "system",
          "completion",
          "gold",
          "chosen",
          "rejected",
          "tests",
          "test",
          "test_list",
          "entry_point",
          "prefix",
          "setup",
          "test_setup_code",
          "test_imports",
          "code");

  /** Records are seldom nested deeper, and messages shall stay short. */
  private static final int DEEPEST = 4;

  private static final int MOST_SHOWN = 40;

  public ColumnNames {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /** Whether columns are taken as they are. */
  public boolean isEmpty() {
    return byName.isEmpty();
  }

  /**
   * A record by Belay's names.
   *
   * @throws BadInputException for each column that the record lacks
   */
  public DataRow apply(DataRow row) {
    ObjectNode named = JsonNodeFactory.instance.objectNode();
    List<String> issues = new ArrayList<>();
    byName.forEach(
        (name, column) -> {
          JsonNode value = at(row.fields(), column);
          if (value.isMissingNode()) {
            issues.add(missing(row, name, column));
          } else {
            named.set(name, value);
          }
        });
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return new DataRow(row.source(), named);
  }

  /** The columns of a record of which no part is read. */
  List<String> unread(DataRow row) {
    return row.fields()
        .propertyStream()
        .map(Map.Entry::getKey)
        .filter(key -> !isRead(key))
        .toList();
  }

  private boolean isRead(String key) {
    return byName.values().stream()
        .anyMatch(column -> column.equals(key) || column.startsWith(key + "."));
  }

  private static String missing(DataRow row, String name, String column) {
    List<String> found = paths(row);
    return "%s: no column \"%s\", which columns.%s names.%s Found: %s. Where a record has none, write null."
        .formatted(
            row.source(),
            column,
            name,
            DidYouMean.hint(column, found),
            found.isEmpty() ? "none" : String.join(", ", found));
  }

  /** A column of the whole name, else what the parts of the name lead to. */
  private static JsonNode at(JsonNode record, String column) {
    if (record.has(column)) {
      return record.path(column);
    }
    JsonNode node = record;
    for (String part : column.split("\\.", -1)) {
      node =
          node.isArray() && part.matches("\\d{1,6}")
              ? node.path(Integer.parseInt(part))
              : node.path(part);
    }
    return node;
  }

  /** Every name that leads to something in a record, the nested ones with their dots. */
  static List<String> paths(DataRow row) {
    List<String> paths = new ArrayList<>();
    collect("", row.fields(), DEEPEST, paths);
    return paths;
  }

  private static void collect(String prefix, JsonNode node, int depth, List<String> into) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String path = prefix + entry.getKey();
      if (into.size() == MOST_SHOWN) {
        return;
      }
      if (entry.getValue().isObject() && !entry.getValue().isEmpty() && depth > 1) {
        collect(path + ".", entry.getValue(), depth - 1, into);
      } else {
        into.add(path);
      }
    }
  }

  /** As a person reads it after the file's name; empty without names. */
  @Override
  public String toString() {
    return isEmpty()
        ? ""
        : byName.entrySet().stream()
            .map(entry -> entry.getKey() + " = " + entry.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
  }
}
