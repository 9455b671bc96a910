package dev.belay.torch.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code yarn} and {@code longrope} scaling from {@code config.json}. */
final class LongContextReader {

  private static final String ORIGINAL = "original_max_position_embeddings";

  private final JsonSettings json;
  private final int maxPositions;
  private final String path;
  private final JsonNode rope;

  /**
   * @param path of the object, for messages
   * @param rope the object with the settings
   */
  LongContextReader(JsonSettings json, int maxPositions, String path, JsonNode rope) {
    this.json = json;
    this.maxPositions = maxPositions;
    this.path = path;
    this.rope = rope;
  }

  YarnScaling yarn() {
    int original = originalPositions();
    double factor = positive("factor", (double) maxPositions / original);
    if (RotaryReader.child(rope, "factor").isMissingNode() && original == maxPositions) {
      json.issue(path + ".factor", "is missing; rope_type yarn needs it");
    }
    JsonNode truncate = RotaryReader.child(rope, "truncate");
    if (!truncate.isMissingNode() && !truncate.isBoolean()) {
      json.issue(path + ".truncate", "is " + truncate + "; needed is true or false");
    }
    YarnScaling scaling =
        new YarnScaling(
            factor,
            original,
            positive("beta_fast", YarnScaling.USUAL_BETA_FAST),
            positive("beta_slow", YarnScaling.USUAL_BETA_SLOW),
            truncate.isMissingNode() || truncate.booleanValue(),
            attentionFactor().or(() -> magnitudes(factor)));
    if (scaling.betaFast() < scaling.betaSlow()) {
      json.issue(path + ".beta_fast", "must not be below beta_slow");
    }
    return scaling;
  }

  /** Of DeepSeek's models: numerator and denominator of the attention factor apart. */
  private Optional<Double> magnitudes(double factor) {
    JsonNode above = RotaryReader.child(rope, "mscale");
    JsonNode below = RotaryReader.child(rope, "mscale_all_dim");
    if (above.isMissingNode() || below.isMissingNode() || isZero(above) || isZero(below)) {
      return Optional.empty();
    }
    return Optional.of(
        YarnScaling.magnitude(factor, positive("mscale", 1))
            / YarnScaling.magnitude(factor, positive("mscale_all_dim", 1)));
  }

  private static boolean isZero(JsonNode node) {
    return node.isNumber() && node.doubleValue() == 0;
  }

  /**
   * Factors for each pair.
   *
   * @param pairs of a head that are turned
   */
  LongRopeScaling longRope(int pairs) {
    int original = originalPositions();
    if (original < 2) {
      json.issue(ORIGINAL, "is 1; longrope divides by its logarithm"); // Which is 0.
    }
    return new LongRopeScaling(
        factors("short_factor", pairs),
        factors("long_factor", pairs),
        original,
        positive("factor", (double) maxPositions / original),
        attentionFactor());
  }

  private List<Double> factors(String key, int pairs) {
    JsonNode list = RotaryReader.child(rope, key);
    List<Double> factors = new ArrayList<>();
    for (JsonNode factor : list) {
      factors.add(json.positive(path + "." + key, factor, 1));
    }
    if (!list.isArray() || factors.size() != pairs) {
      json.issue(
          path + "." + key,
          "is %s; needed is a number for each of %d turned pairs"
              .formatted(JsonSettings.shown(list), pairs));
    }
    return factors;
  }

  /** Phi 3 has it beside the rotary settings, and that one counts. */
  private int originalPositions() {
    JsonNode own = json.get(ORIGINAL);
    if (!own.isMissingNode()) {
      return json.integer(ORIGINAL, own, Integer.MAX_VALUE);
    }
    JsonNode inside = RotaryReader.child(rope, ORIGINAL);
    return inside.isMissingNode()
        ? maxPositions
        : json.integer(path + "." + ORIGINAL, inside, Integer.MAX_VALUE);
  }

  private Optional<Double> attentionFactor() {
    return RotaryReader.child(rope, "attention_factor").isMissingNode()
        ? Optional.empty()
        : Optional.of(positive("attention_factor", 1));
  }

  private double positive(String key, double missing) {
    return json.positive(path + "." + key, RotaryReader.child(rope, key), missing);
  }
}
