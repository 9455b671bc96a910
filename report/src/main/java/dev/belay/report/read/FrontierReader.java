package dev.belay.report.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.report.data.PlaneArm;
import dev.belay.report.data.PlanePoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Frontiers: arms of one recipe that differ in the value of one key, each by its tuned model, in
 * the order of the values, from the base.
 */
final class FrontierReader {

  /** An arm on a frontier. */
  private record Stop(String value, PlanePoint base, PlanePoint end) {}

  private FrontierReader() {}

  /**
   * Those of a comparison.
   *
   * @param way of an arm over the plane
   */
  static List<PlaneArm> read(JsonNode arms, Function<JsonNode, Optional<PlaneArm>> way) {
    Map<String, List<Stop>> byKnob = new LinkedHashMap<>();
    for (JsonNode arm : arms) {
      JsonNode set = arm.path("set");
      Optional<PlaneArm> found = way.apply(arm);
      if (set.size() == 1 && found.isPresent()) {
        String key = set.fieldNames().next();
        String value = set.path(key).asText();
        List<PlanePoint> points = found.get().points();
        byKnob
            .computeIfAbsent(name(arm) + ": " + key, _ -> new ArrayList<>())
            .add(new Stop(value, points.getFirst(), points.getLast()));
      }
    }
    List<PlaneArm> frontiers = new ArrayList<>();
    byKnob.forEach(
        (knob, stops) -> {
          if (stops.size() > 1) {
            frontiers.add(new PlaneArm(knob, points(stops)));
          }
        });
    return frontiers;
  }

  private static String name(JsonNode arm) {
    return Facts.text(arm, "file").orElse("").replaceFirst("\\.ya?ml$", "");
  }

  /** From the base, first the value whose model solves least. */
  private static List<PlanePoint> points(List<Stop> stops) {
    List<Stop> ordered = new ArrayList<>(stops);
    ordered.sort(Comparator.comparingDouble(stop -> number(stop.value())));
    if (solved(ordered.getFirst()) > solved(ordered.getLast())) {
      Collections.reverse(ordered);
    }
    List<PlanePoint> points = new ArrayList<>();
    points.add(ordered.getFirst().base());
    for (Stop stop : ordered) {
      points.add(new PlanePoint(stop.value(), stop.end().capability(), stop.end().safety()));
    }
    return points;
  }

  private static double solved(Stop stop) {
    return stop.end().capability().value();
  }

  private static double number(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return 0; // Words stay in the order of the arms.
    }
  }
}
