package dev.belay.core.recipe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that a reader asks for, in the order of asking: what the reference is made from. */
final class KeyList {

  private final List<Entry> entries = new ArrayList<>();

  /**
   * One key.
   *
   * @param path such as {@code train.data[].limit}
   * @param type such as {@code whole number}
   * @param range the values that are allowed; empty where the type says it all
   * @param fallback the value of a recipe that does not give the key
   * @param key its words
   */
  record Entry(String path, String type, String range, String fallback, Key key) {}

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  void add(String path, String type, String range, @Nullable Object fallback, Key key) {
    entries.add(new Entry(path, type, range, text(fallback), key));
  }

  private static String text(@Nullable Object fallback) {
    return switch (fallback) {
      case null -> "required";
      case String blank when blank.isBlank() && !blank.isEmpty() ->
          '"' + blank.replace("\n", "\\n") + '"';
      case String text -> text;
      case Double number -> number.toString().replace("E", "e");
      case List<?> list when list.isEmpty() -> "[ ]";
      case List<?> list ->
          "[ " + String.join(", ", list.stream().map(String::valueOf).toList()) + " ]";
      default -> fallback.toString();
    };
  }
}
