package dev.belay.safety.attack;

import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an attack is.
 *
 * @param name the name that recipes and reports use; lower case letters, digits and dashes
 * @param version rises when some request would be attacked otherwise
 * @param summary what it does, in one sentence
 * @param paper authors, year and arXiv number; empty for what needs none
 * @param kind how often it asks, and how success is counted
 * @param options its options with their values, all of them; empty for most
 */
public record AttackInfo(
    String name,
    int version,
    String summary,
    String paper,
    AttackKind kind,
    SequencedMap<String, String> options) {

  public AttackInfo {
    if (!name.matches("[a-z0-9][a-z0-9-]*")) {
      throw new IllegalArgumentException("not an attack's name: \"" + name + "\"");
    }
    options = new TreeMap<>(options);
  }

  /** An attack of one query, without options. */
  public AttackInfo(String name, int version, String summary, String paper) {
    this(name, version, summary, paper, AttackKind.ONE_QUERY, new TreeMap<>());
  }

  /**
   * Name, version and options, such as {@code base64 1} or {@code best-of-n 1 (n=32, sigma=0.4)}:
   * all that decides what is asked.
   */
  public String label() {
    String chosen =
        options.entrySet().stream()
            .map(AttackInfo::assignment)
            .collect(Collectors.joining(", ", " (", ")"));
    return name + " " + version + (options.isEmpty() ? "" : chosen);
  }

  private static String assignment(Map.Entry<String, String> option) {
    return option.getKey() + "=" + option.getValue();
  }
}
