package dev.belay.torch.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.belay.torch.model.BlockDesign.Trait;
import java.util.Optional;

/**
 * Reads a rotary embedding from {@code config.json}: {@code rope_parameters} of {@code
 * transformers} 5, {@code rope_theta} and {@code rope_scaling} of 4. A kind of scaling that there
 * is no code for is refused, since ignoring it would give another model.
 */
final class RotaryReader {

  private final JsonSettings json;
  private final DecoderFamily family;
  private final int maxPositions;
  private final int headSize;

  RotaryReader(JsonSettings json, DecoderFamily family, int maxPositions, int headSize) {
    this.json = json;
    this.family = family;
    this.maxPositions = maxPositions;
    this.headSize = headSize;
  }

  /**
   * The rotary embedding of layers without a window.
   *
   * @param missingTheta the base when the file names none
   */
  RotaryEmbedding read(double missingTheta) {
    double theta = json.positive("rope_theta", missingTheta);
    Optional<RotaryScaling> scaling = Optional.empty();
    boolean found = false;
    for (String key : new String[] {"rope_scaling", "rope_parameters"}) {
      JsonNode rope = json.get(key);
      if (rope.isMissingNode()) {
        continue;
      }
      String path = key;
      if (rope.has("full_attention") || rope.has("sliding_attention")) {
        path = key + ".full_attention";
        rope = rope.path("full_attention");
      }
      theta = json.positive(path + ".rope_theta", child(rope, "rope_theta"), theta);
      Optional<RotaryScaling> own = scaling(path, rope);
      if (found && !own.equals(scaling)) {
        json.issue(key, "contradicts rope_scaling; keep the one that is true");
      }
      scaling = own;
      found = true;
    }
    return new RotaryEmbedding(theta, scaling, share());
  }

  /** How much of a head is turned: another share than 1 is read where the family has one. */
  private double share() {
    double share = json.positive("partial_rotary_factor", 1);
    for (String key : new String[] {"rope_scaling", "rope_parameters"}) {
      JsonNode own = child(json.get(key), "partial_rotary_factor");
      share = json.positive(key + ".partial_rotary_factor", own, share);
    }
    int turned = (int) (headSize * share);
    if (share != 1 && (share > 1 || turned < 2 || turned % 2 != 0)) {
      json.issue(
          "partial_rotary_factor",
          "is %s; needed is a share of a head's %d elements that is even and no more than all"
              .formatted(share, headSize));
      return 1;
    }
    return share;
  }

  /** The rotary embedding of layers with a window: {@code rope_local_base_freq} in version 4. */
  RotaryEmbedding readLocal(double missingTheta) {
    double theta = json.positive("rope_local_base_freq", missingTheta);
    JsonNode rope = child(json.get("rope_parameters"), "sliding_attention");
    if (rope.isMissingNode()) {
      return RotaryEmbedding.unscaled(theta);
    }
    String path = "rope_parameters.sliding_attention";
    return new RotaryEmbedding(
        json.positive(path + ".rope_theta", child(rope, "rope_theta"), theta), scaling(path, rope));
  }

  private Optional<RotaryScaling> scaling(String path, JsonNode rope) {
    JsonNode partial = child(rope, "partial_rotary_factor");
    if (!family.block().has(Trait.PARTIAL_ROTARY)
        && !partial.isMissingNode()
        && partial.asDouble() != 1) {
      json.issue(path + ".partial_rotary_factor", "is " + partial + "; only 1.0 is supported");
    }
    JsonNode type = child(rope, "rope_type");
    if (type.isMissingNode()) {
      type = child(rope, "type");
    }
    refuseFactorAlone(path, rope, type);
    if ((rope.isObject() || rope.isMissingNode())
        && (type.isMissingNode() || type.asText().equals("default"))) {
      return Optional.empty();
    }
    LongContextReader longer = new LongContextReader(json, maxPositions, path, rope);
    return switch (kind(type.asText())) {
      case "yarn" -> Optional.of(longer.yarn());
      case "longrope" -> Optional.of(longer.longRope((int) (headSize * share()) / 2));
      case "llama3" -> Optional.of(llama3(path, rope));
      case "linear" -> Optional.of(new LinearScaling(needed(path, rope, "linear", "factor")));
      default -> {
        json.issue(
            path,
            "is %s; of rope_type default, linear, llama3, yarn and longrope are supported"
                .formatted(JsonSettings.shown(rope)));
        yield Optional.empty();
      }
    };
  }

  /** Some tools take it for linear and others for nothing, which are two models. */
  private void refuseFactorAlone(String path, JsonNode rope, JsonNode type) {
    JsonNode factor = child(rope, "factor");
    if (type.isMissingNode() && !factor.isMissingNode() && factor.asDouble() != 1) {
      json.issue(
          path + ".rope_type",
          "is missing beside a factor of "
              + factor
              + "; name the type that is meant, such as linear");
    }
  }

  /** Older files of Phi 3 call longrope by other names, and transformers takes them for it. */
  private String kind(String type) {
    boolean older = type.equals("su") || type.equals("yarn");
    return family == DecoderFamily.PHI3 && older ? "longrope" : type;
  }

  private Llama3Scaling llama3(String path, JsonNode rope) {
    JsonNode original = child(rope, "original_max_position_embeddings");
    Llama3Scaling scaling =
        new Llama3Scaling(
            needed(path, rope, "llama3", "factor"),
            needed(path, rope, "llama3", "low_freq_factor"),
            needed(path, rope, "llama3", "high_freq_factor"),
            original.isMissingNode()
                ? maxPositions
                : json.integer(
                    path + ".original_max_position_embeddings", original, Integer.MAX_VALUE));
    if (scaling.lowFrequencyFactor() >= scaling.highFrequencyFactor()) {
      json.issue(path + ".low_freq_factor", "must be below high_freq_factor");
    }
    return scaling;
  }

  private double needed(String path, JsonNode rope, String type, String key) {
    JsonNode node = child(rope, key);
    if (node.isMissingNode()) {
      json.issue(path + "." + key, "is missing; rope_type " + type + " needs it");
    }
    return json.positive(path + "." + key, node, 1);
  }

  /** A child that may be null or missing, which is the same. */
  static JsonNode child(JsonNode node, String key) {
    JsonNode child = node.path(key);
    return child.isNull() ? MissingNode.getInstance() : child;
  }
}
