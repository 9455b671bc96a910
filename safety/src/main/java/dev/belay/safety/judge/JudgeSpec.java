package dev.belay.safety.judge;

import dev.belay.core.data.FilePlaces;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.DidYouMean;
import dev.belay.core.text.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A judge as a command line, a recipe or a YAML file names it.
 *
 * @param kind its name, such as {@code embedded} or {@code rubric}
 * @param of what stands after the colon; empty without
 * @param settings the further keys of a YAML file
 * @param origin where it stands, for messages
 * @param places where files that it names are looked for
 */
public record JudgeSpec(
    String kind, String of, Map<String, Object> settings, String origin, FilePlaces places) {

  private static final String MEMBERS = "ensemble:";

  public JudgeSpec {
    settings = Map.copyOf(settings);
  }

  /**
   * Reads {@code NAME}, {@code KIND:WHAT}, or the name of a YAML file.
   *
   * @throws BadInputException when the file cannot be read or is no judge's
   */
  public static JudgeSpec parse(String text) {
    return parse(text, FilePlaces.current());
  }

  private static JudgeSpec parse(String text, FilePlaces places) {
    String plain = text.strip();
    if (isFile(plain)) {
      return file(Path.of(places.find(plain).orElse(plain)));
    }
    int colon = plain.indexOf(':');
    return colon < 0
        ? new JudgeSpec(plain, "", Map.of(), "judge " + plain, places)
        : new JudgeSpec(
            plain.substring(0, colon),
            plain.substring(colon + 1),
            Map.of(),
            "judge " + plain,
            places);
  }

  /** The last of several members may be a file's name. */
  private static boolean isFile(String plain) {
    return (plain.endsWith(".yaml") || plain.endsWith(".yml")) && !plain.startsWith(MEMBERS);
  }

  private static JudgeSpec file(Path file) {
    try {
      String yaml = TextFile.read(file);
      return of(
          new Load(LoadSettings.builder().build()).loadFromString(yaml),
          file.toString(),
          FilePlaces.beside(file));
    } catch (YamlEngineException e) {
      throw new BadInputException(file + ": not valid YAML: " + e.getMessage(), e);
    }
  }

  /** A judge inside a YAML file: a text as on the command line, or a mapping with {@code judge}. */
  private static JudgeSpec of(Object value, String origin, FilePlaces places) {
    if (value instanceof String text) {
      if (isFile(text.strip())) {
        return file(required(text.strip(), origin, places));
      }
      return parse(text, places);
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, entry) -> settings.put(String.valueOf(key), entry == null ? "" : entry));
    }
    if (!(settings.remove("judge") instanceof String kind)) {
      throw new BadInputException(
          origin + ": must be a mapping with a key judge, such as judge: rubric.");
    }
    return new JudgeSpec(kind, "", settings, origin, places);
  }

  /** The text under a key. */
  public Optional<String> text(String key) {
    Object value = settings.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text && !text.isBlank()) {
      return Optional.of(text.strip());
    }
    throw issue(key, value, "text");
  }

  /**
   * The file that the text under a key names.
   *
   * @throws BadInputException when there is none
   */
  public Optional<Path> file(String key) {
    return text(key).map(path -> required(path, origin + ": " + key, places));
  }

  private static Path required(String path, String origin, FilePlaces places) {
    return places
        .find(path)
        .map(Path::of)
        .orElseThrow(
            () ->
                new BadInputException(
                    "%s: %s: no such file. %s".formatted(origin, path, places.tried())));
  }

  /** The texts under a key: one, or a list; none without the key. */
  public List<String> texts(String key) {
    if (!(settings.get(key) instanceof List<?> list)) {
      return text(key).stream().toList();
    }
    List<String> texts = new ArrayList<>();
    for (Object entry : list) {
      if (!(entry instanceof String text) || text.isBlank()) {
        throw issue(key, list, "text, or a list of texts");
      }
      texts.add(text.strip());
    }
    return texts;
  }

  /** The number under a key, or a default. */
  public double number(String key, double fallback, double least) {
    Object value = settings.getOrDefault(key, fallback);
    if (value instanceof Number number && number.doubleValue() >= least) {
      return number.doubleValue();
    }
    throw issue(key, value, String.format(Locale.ROOT, "a number of at least %.0f", least));
  }

  /** The judges under a key, or after the colon with commas between them. */
  public List<JudgeSpec> judges(String key) {
    List<JudgeSpec> members = new ArrayList<>();
    if (settings.get(key) instanceof List<?> list) {
      list.forEach(
          member -> members.add(of(member == null ? "" : member, origin + ": " + key, places)));
    } else if (settings.containsKey(key)) {
      throw issue(key, String.valueOf(settings.get(key)), "a list of judges");
    } else if (!of.isEmpty()) {
      for (String member : of.split(",", -1)) {
        members.add(parse(member, places));
      }
    }
    return members;
  }

  /**
   * Refuses keys that mean nothing.
   *
   * @throws BadInputException naming them
   */
  public void allow(List<String> keys) {
    List<String> issues =
        settings.keySet().stream()
            .filter(key -> !keys.contains(key))
            .sorted()
            .map(
                key ->
                    "%s: unknown key %s.%s Known: %s."
                        .formatted(
                            origin, key, DidYouMean.hint(key, keys), String.join(", ", keys)))
            .toList();
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  private BadInputException issue(String key, Object found, String wanted) {
    return new BadInputException(
        "%s: %s: found %s, must be %s.".formatted(origin, key, found, wanted));
  }
}
