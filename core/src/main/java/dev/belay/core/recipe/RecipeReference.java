package dev.belay.core.recipe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The reference of recipes as Markdown: every key that the reader asks for, with the words that
 * stand where it is read. {@code docs/recipe.md} holds this text, and a test keeps it so.
 */
public final class RecipeReference {

  private static final String HEAD =
      """
      # Recipe reference

      Every key of a recipe. `belay recipe --reference` prints this page from the code that reads
      recipes, and a test keeps the page equal to it. `belay recipe FILE` checks a recipe and prints it
      with every default.

      A path with `[]` is in each item of a list; a single mapping counts as a list of one. *absent*
      means that the key has no value unless the recipe gives one. An unknown key is an error. Files
      that a key names are looked for beside the recipe, then in the current folder
      ([files](runs.md#files)).
      """;

  private RecipeReference() {}

  /** The whole page. */
  public static String page() {
    Map<String, Set<KeyList.Entry>> methods = new LinkedHashMap<>();
    for (TrainSpecReader.Method method : TrainSpecReader.Method.values()) {
      String name = method.name().toLowerCase(Locale.ROOT).replace('_', '-');
      methods.put(name, new LinkedHashSet<>(RecipeReader.keys(name)));
    }
    Set<KeyList.Entry> rlvr = Objects.requireNonNull(methods.get("rlvr"));
    Set<KeyList.Entry> common = new LinkedHashSet<>(rlvr);
    methods.forEach((name, keys) -> retain(common, name, keys));
    Predicate<KeyList.Entry> train = entry -> entry.path().startsWith("train.");
    StringBuilder page = new StringBuilder(HEAD);
    table(page, "A recipe", where(rlvr, entry -> !entry.path().contains(".")));
    table(page, "`model`", where(rlvr, entry -> entry.path().startsWith("model.")));
    table(
        page,
        "`train`, every method; a reward model lacks what is about completions",
        where(common, train));
    methods.forEach(
        (name, keys) ->
            table(
                page,
                "`train`, `method: %s`".formatted(name),
                where(keys, train.and(entry -> !common.contains(entry)))));
    table(page, "`evaluate`", where(rlvr, entry -> entry.path().startsWith("evaluate.")));
    return page.toString();
  }

  /** A reward model completes nothing, and so lacks what is about completions. */
  private static void retain(Set<KeyList.Entry> common, String method, Set<KeyList.Entry> keys) {
    if (!method.equals("reward-model")) {
      common.retainAll(keys);
    }
  }

  private static List<KeyList.Entry> where(
      Collection<KeyList.Entry> entries, Predicate<KeyList.Entry> wanted) {
    return entries.stream().filter(wanted).toList();
  }

  private static void table(StringBuilder page, String title, List<KeyList.Entry> entries) {
    page.append("\n## ").append(title).append("\n\n");
    page.append(row(List.of("key", "type", "range", "default", "unit", "meaning", "source")));
    page.append("|---|---|---|---|---|---|---|\n");
    for (KeyList.Entry entry : entries) {
      Key key = entry.key();
      page.append(
          row(
              List.of(
                  "`" + entry.path() + "`",
                  entry.type(),
                  entry.range(),
                  fallback(entry),
                  key.unit(),
                  key.about(),
                  source(key.source()))));
    }
  }

  private static String row(List<String> cells) {
    List<String> escaped = new ArrayList<>();
    cells.forEach(cell -> escaped.add(cell.replace("|", "\\|")));
    return escaped.stream()
        .map(cell -> cell.isEmpty() ? " " : " " + cell + " ")
        .collect(Collectors.joining("|", "|", "|\n"));
  }

  private static String fallback(KeyList.Entry entry) {
    return switch (entry.fallback()) {
      case "", "absent", "required" -> entry.fallback();
      default -> "`" + entry.fallback() + "`";
    };
  }

  /** A page of docs becomes a link; the first page of a folder is called as the folder is. */
  private static String source(String source) {
    if (!source.endsWith(".md")) {
      return source;
    }
    String path = source.replace("/README.md", ".md");
    String name = path.substring(path.lastIndexOf('/') + 1, path.length() - 3);
    return "[" + name.replace('-', ' ') + "](" + source + ")";
  }
}
