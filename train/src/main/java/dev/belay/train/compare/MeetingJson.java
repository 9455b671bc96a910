package dev.belay.train.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import dev.belay.safety.compare.CapabilityGap;
import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.compare.SuiteComparison;
import dev.belay.safety.curve.ArmPair;
import dev.belay.safety.curve.CapabilityCurve;
import dev.belay.safety.curve.EqualCapability;
import java.util.List;
import java.util.Locale;

/** Arms at equal capability, as JSON. */
final class MeetingJson {

  private final ComparisonResult result;

  MeetingJson(ComparisonResult result) {
    this.result = result;
  }

  ObjectNode json(EqualCapability equal) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("met", equal.capability().isPresent());
    equal.capability().ifPresent(capability -> node.put("capability", capability));
    node.put("base_capability", equal.start());
    node.put("sentence", equal.sentence(result.curve().words()));
    ArrayNode places = node.putArray("places");
    equal.places().forEach((arm, place) -> put(places.addObject().put("arm", arm), arm, place));
    equal.apart().forEach(node.putArray("apart")::add);
    ArrayNode pairs = node.putArray("pairs");
    equal.pairs().forEach(pair -> put(pairs.addObject(), pair));
    return node;
  }

  private void put(ObjectNode node, String arm, CapabilityCurve.Place place) {
    node.putArray("between").add(place.first().name()).add(place.second().name());
    node.put("weight", place.weight());
    result.arms().stream()
        .filter(one -> one.name().equals(arm))
        .flatMap(
            one ->
                CapabilityCurve.of(one.points(), result.common().evaluate().confidence()).stream())
        .findFirst()
        .ifPresent(curve -> node.put("highest", curve.highest()));
  }

  private void put(ObjectNode node, ArmPair pair) {
    node.put("first", pair.first());
    node.put("second", pair.second());
    node.put("at", pair.meets() ? "equal_capability" : "nearest_points");
    node.put("first_at", pair.firstAt());
    node.put("second_at", pair.secondAt());
    node.put("verdict", lower(pair.verdict()));
    node.put("sentence", ComparisonVerdict.sentence(result, pair));
    ArrayNode gaps = node.putArray("capability");
    pair.gaps().forEach(gap -> put(gaps.addObject(), gap));
    ArrayNode suites = node.putArray("suites");
    List<SuiteComparison> tested = pair.harmful();
    for (SuiteComparison suite : pair.suites()) {
      ObjectNode one = suites.addObject();
      put(one, suite);
      int test = tested.indexOf(suite);
      if (test >= 0) {
        one.put("p_holm", pair.holm().get(test));
        one.put("clear", pair.clear().contains(suite));
      }
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void put(ObjectNode node, CapabilityGap gap) {
    node.put("suite", gap.suite());
    node.put("first", gap.first());
    node.put("second", gap.second());
    node.put("difference", gap.second() - gap.first());
    node.put("low", gap.difference().low());
    node.put("high", gap.difference().high());
    node.put("verdict", lower(gap.verdict()));
  }

  private static void put(ObjectNode node, SuiteComparison suite) {
    node.put("suite", suite.info().name());
    node.put("kind", suite.info().kind().snakeCase());
    node.put("n", suite.change().decided());
    if (suite.change() instanceof SuiteChange.Measured measured) {
      node.put("first", measured.before());
      node.put("second", measured.after());
      node.put("change", measured.change());
      node.put("low", measured.interval().low());
      node.put("high", measured.interval().high());
      node.put("p_value", measured.pValue());
    }
  }
}
