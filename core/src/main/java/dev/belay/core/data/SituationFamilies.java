package dev.belay.core.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the scenarios of {@code builtin-safety}'s measuring half take place: at home, at work, at
 * school, online or in public. A family cuts across the kinds of harm.
 */
public final class SituationFamilies {

  /** The families' names. */
  public static final List<String> NAMES = List.of("home", "work", "school", "online", "public");

  private SituationFamilies() {}

  /** The family of each scenario that has requests to refuse in the measuring half. */
  public static Map<String, String> byScenario() {
    Map<String, String> families = new LinkedHashMap<>();
    for (DataRow row : BuiltinFiles.read("families")) {
      String family = row.text("family");
      for (var scenario : row.fields().get("scenarios")) {
        String earlier = families.put(scenario.textValue(), family);
        if (earlier != null || !NAMES.contains(family)) {
          throw new IllegalStateException(
              "scenario %s is in %s and %s".formatted(scenario.textValue(), earlier, family));
        }
      }
    }
    return families;
  }
}
