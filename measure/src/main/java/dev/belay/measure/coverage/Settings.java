package dev.belay.measure.coverage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and values in the order given. */
final class Settings {
  private Settings() {}

  /** One after the other. */
  @SafeVarargs
  static Map<String, Double> join(Map<String, Double>... parts) {
    Map<String, Double> settings = new LinkedHashMap<>();
    for (Map<String, Double> part : parts) {
      settings.putAll(part);
    }
    return Collections.unmodifiableMap(settings);
  }

  static Map<String, Double> of(Object... namesAndValues) {
    Map<String, Double> settings = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put((String) namesAndValues[i], ((Number) namesAndValues[i + 1]).doubleValue());
    }
    return Collections.unmodifiableMap(settings);
  }
}
