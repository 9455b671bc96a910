package dev.belay.core.recipe;

import dev.belay.core.data.FilePlaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files that values of a recipe name, found and made absolute: by {@link FilePlaces} of the
 * file that the values stand in. Which keys name files is said where they are read, by {@link
 * Key#names}.
 */
final class RecipeFiles {

  private static final String SETTINGS = ".*\\.ya?ml";
  private static final String INDICES = "\\[[0-9]*]";

  private final Finder finder;
  private final List<Missing> missing = new ArrayList<>();

  private RecipeFiles(Finder finder) {
    this.finder = finder;
  }

  /** For values that stand in a file. */
  static RecipeFiles of(Path file) {
    return new RecipeFiles(new InPlaces(FilePlaces.beside(file)));
  }

  /** For values of the command line. */
  static RecipeFiles ofCommandLine() {
    return new RecipeFiles(new InPlaces(FilePlaces.current()));
  }

  /** Leaves the names of files alone, without their folders, to compare recipes by. */
  static RecipeFiles withoutFolders() {
    return new RecipeFiles(new LastNames());
  }

  /** What becomes of a path; empty if it leads nowhere. */
  private sealed interface Finder {

    Optional<String> file(String path);

    Optional<String> model(String name);

    /** Where it was looked for. */
    String tried();
  }

  private record InPlaces(FilePlaces places) implements Finder {

    @Override
    public Optional<String> file(String path) {
      return places.find(path);
    }

    @Override
    public Optional<String> model(String name) {
      return places
          .findModel(name)
          .or(() -> FilePlaces.isModelPath(name) ? Optional.empty() : Optional.of(name));
    }

    @Override
    public String tried() {
      return places.tried();
    }
  }

  private record LastNames() implements Finder {

    @Override
    public Optional<String> file(String path) {
      return Optional.of(path.substring(path.lastIndexOf('/') + 1));
    }

    @Override
    public Optional<String> model(String name) {
      return name.contains("://") ? Optional.of(name) : file(name); // Servers have no folders.
    }

    @Override
    public String tried() {
      return "";
    }
  }

  /**
   * A path that leads nowhere.
   *
   * @param key without indices, such as {@code train.data.path}
   * @param path as it is written
   * @param tried where it was looked for, as a sentence
   */
  record Missing(String key, String path, String tried) {

    /** Whether what is wrong at a place is that this is not there. */
    boolean explains(String place, String what) {
      String at = place.replaceAll(INDICES, "");
      return what.contains(path) && (key.startsWith(at) || at.startsWith(key));
    }
  }

  /** What was not found so far. */
  List<Missing> missing() {
    return List.copyOf(missing);
  }

  /** The same recipe, which finds its files. */
  YamlValue.Mapping located(YamlValue.Mapping recipe) {
    return (YamlValue.Mapping) located("", recipe);
  }

  /** The value of a key, which finds its files; the empty key is that of the whole recipe. */
  YamlValue located(String key, YamlValue value) {
    String at = key.replaceAll(INDICES, "");
    Key.Names names = Keys.NAMES.get(at);
    if (names != null) {
      return named(at, names, value);
    }
    return switch (value) {
      case YamlValue.Mapping mapping -> {
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach(
                (name, inner) ->
                    entries.put(name, located(at.isEmpty() ? name : at + "." + name, inner)));
        yield new YamlValue.Mapping(entries, mapping.line());
      }
      case YamlValue.Listing(List<YamlValue> items, int line) ->
          new YamlValue.Listing(items.stream().map(item -> located(at, item)).toList(), line);
      default -> value;
    };
  }

  private YamlValue named(String key, Key.Names names, YamlValue value) {
    return switch (value) {
      case YamlValue.Listing(List<YamlValue> items, int line) ->
          new YamlValue.Listing(items.stream().map(item -> named(key, names, item)).toList(), line);
      case YamlValue.Mapping mapping when names == Key.Names.SUITE -> suite(key, mapping);
      case YamlValue.Scalar(Object given, int line) when given instanceof String text ->
          new YamlValue.Scalar(
              switch (names) {
                case FILE -> file(key, text);
                case SUITE -> suite(key, text);
                case JUDGE -> judge(key, text);
                case MODEL -> model(key, text);
              },
              line);
      default -> value;
    };
  }

  /** The mapping of a suite at a key, which finds its files; the empty key of one in a file. */
  YamlValue.Mapping suite(String key, YamlValue.Mapping suite) {
    String before = key.isEmpty() ? "" : key + ".";
    YamlValue.Mapping found = with(suite, "path", path -> file(before + "path", path));
    return found.entries().get("fewshot") instanceof YamlValue.Mapping fewshot
        ? with(
            found,
            "fewshot",
            with(
                fewshot,
                "from",
                from -> SuiteName.isFile(from) ? file(before + "fewshot.from", from) : from))
        : found;
  }

  private String suite(String key, String text) {
    String sure = text.endsWith("?") ? text.substring(0, text.length() - 1) : text;
    if (!SuiteName.isFile(sure)) {
      return text;
    }
    String path = sure.replaceFirst(":[0-9]+$", "");
    return file(key, path) + text.substring(path.length());
  }

  private String judge(String key, String text) {
    String plain = text.strip();
    int colon = plain.indexOf(':');
    String kind = plain.substring(0, colon + 1);
    String of = plain.substring(colon + 1);
    if (kind.equals("ensemble:")) {
      return Stream.of(of.split(",", -1))
          .map(member -> judge(key, member))
          .collect(Collectors.joining(",", kind, ""));
    }
    return plain.toLowerCase(Locale.ROOT).matches(SETTINGS)
        ? file(key, plain)
        : kind.isEmpty() ? text : kind + model(key, of);
  }

  private String model(String key, String name) {
    return finder.model(name).orElseGet(() -> lost(key, name));
  }

  private String file(String key, String path) {
    return finder.file(path).orElseGet(() -> lost(key, path));
  }

  private String lost(String key, String path) {
    if (!path.isBlank()) {
      missing.add(new Missing(key, path, finder.tried()));
    }
    return path;
  }

  private static YamlValue.Mapping with(
      YamlValue.Mapping mapping, String key, UnaryOperator<String> change) {
    return mapping.entries().get(key) instanceof YamlValue.Scalar(Object given, int line)
            && given instanceof String text
        ? with(mapping, key, new YamlValue.Scalar(change.apply(text), line))
        : mapping;
  }

  private static YamlValue.Mapping with(YamlValue.Mapping mapping, String key, YamlValue value) {
    Map<String, YamlValue> entries = new LinkedHashMap<>(mapping.entries());
    entries.put(key, value);
    return new YamlValue.Mapping(entries, mapping.line());
  }

  /** Read once, when the first recipe is. */
  private static final class Keys {

    static final Map<String, Key.Names> NAMES = names();

    private static Map<String, Key.Names> names() {
      Map<String, Key.Names> names = new HashMap<>();
      for (TrainSpecReader.Method method : TrainSpecReader.Method.values()) {
        String name = method.name().toLowerCase(Locale.ROOT).replace('_', '-');
        for (KeyList.Entry entry : RecipeReader.keys(name)) {
          Key.Names named = entry.key().names();
          if (named != null) {
            names.put(entry.path().replaceAll(INDICES, ""), named);
          }
        }
      }
      return Map.copyOf(names);
    }
  }
}
