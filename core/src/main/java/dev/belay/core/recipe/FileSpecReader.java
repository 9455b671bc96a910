package dev.belay.core.recipe;

import dev.belay.core.data.ColumnNames;
import dev.belay.core.data.FileSpec;
import dev.belay.core.error.DidYouMean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads which files of one's own a source is, and what their columns are called. */
final class FileSpecReader {

  private static final Key PATH =
      Key.of(
              "path",
              "files of your own: one, a pattern such as `data/train-*.parquet`, a folder, or a"
                  + " list of these")
          .source("data.md")
          .names(Key.Names.FILE);

  private static final Key COLUMNS =
      Key.of(
              "columns",
              "with `path`: the names of its columns, such as `{ prompt: question, gold:"
                  + " reward_model.ground_truth }`; all others are left alone")
          .source("data.md");

  /** Under which name others know a reference answer. */
  private static final Map<String, String> ALSO = Map.of("answer", "gold");

  private FileSpecReader() {}

  static FileSpec read(Section section) {
    List<String> paths = paths(section);
    ColumnNames columns = columns(section);
    if (paths.isEmpty() && section.has(COLUMNS.name()) && !section.has(PATH.name())) {
      section.issue(COLUMNS.name(), "are those of files of your own; add path: FILE.");
    }
    return new FileSpec(paths, columns);
  }

  private static List<String> paths(Section section) {
    YamlValue value = section.given(PATH, "text, or list of text", "", "absent");
    if (value == null) {
      return List.of();
    }
    List<YamlValue> items = value instanceof YamlValue.Listing list ? list.items() : List.of(value);
    List<String> paths = new ArrayList<>();
    for (YamlValue item : items) {
      if (item instanceof YamlValue.Scalar(Object one, int _)
          && one instanceof String path
          && !path.isBlank()) {
        paths.add(path);
      } else {
        section.issue(
            PATH.name(),
            "found %s, must be the name of a file, or a list of such names."
                .formatted(item.describe()));
      }
    }
    if (items.isEmpty()) {
      section.issue(PATH.name(), "found an empty list, must name at least one file.");
    }
    section.resolve(PATH, value instanceof YamlValue.Listing ? List.copyOf(paths) : value(paths));
    return paths;
  }

  private static String value(List<String> paths) {
    return paths.isEmpty() ? "" : paths.getFirst();
  }

  /** The names of columns, of a section that has them; as they are without. */
  static ColumnNames columns(Section section) {
    YamlValue value = section.given(COLUMNS, "mapping", "", "absent");
    if (value == null) {
      return ColumnNames.AS_THEY_ARE;
    }
    if (!(value instanceof YamlValue.Mapping given) || given.entries().isEmpty()) {
      section.issue(
          COLUMNS.name(),
          "found %s, must be a mapping of names to columns of the file, such as { prompt: question, gold: answer }."
              .formatted(value instanceof YamlValue.Mapping ? "none" : value.describe()));
      return ColumnNames.AS_THEY_ARE;
    }
    Map<String, String> names = new LinkedHashMap<>();
    given.entries().forEach((name, column) -> add(section, name, column, names));
    section.resolve(COLUMNS, names);
    return new ColumnNames(names);
  }

  private static void add(
      Section section, String name, YamlValue column, Map<String, String> into) {
    String known = ALSO.getOrDefault(name, name);
    if (!ColumnNames.KNOWN.contains(known)) {
      List<String> all = Stream.concat(ColumnNames.KNOWN.stream(), ALSO.keySet().stream()).toList();
      section.issue(
          COLUMNS.name(),
          "unknown name '%s'.%s Known: %s."
              .formatted(name, DidYouMean.hint(name, all), String.join(", ", all)));
    } else if (!(column instanceof YamlValue.Scalar(Object text, int _)
        && text instanceof String path
        && !path.isBlank())) {
      section.issue(
          COLUMNS.name(),
          "%s: found %s, must be the name of a column of the file."
              .formatted(name, column.describe()));
    } else if (into.putIfAbsent(known, path) != null) {
      section.issue(COLUMNS.name(), "answer and gold are the same; give one of them.");
    }
  }
}
