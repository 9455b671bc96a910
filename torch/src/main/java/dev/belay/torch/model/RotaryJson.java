package dev.belay.torch.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Rotary scaling as {@code config.json} has it. */
final class RotaryJson {

  private RotaryJson() {}

  /**
   * Puts the kind of scaling and its numbers into {@code rope_parameters} or {@code rope_scaling}.
   */
  static void putScaling(ObjectNode json, RotaryEmbedding rope) {
    switch (rope.scaling().orElse(null)) {
      case null -> json.put("rope_type", "default");
      case LinearScaling(double factor) -> json.put("rope_type", "linear").put("factor", factor);
      case Llama3Scaling llama3 ->
          json.put("rope_type", "llama3")
              .put("factor", llama3.factor())
              .put("low_freq_factor", llama3.lowFrequencyFactor())
              .put("high_freq_factor", llama3.highFrequencyFactor())
              .put("original_max_position_embeddings", llama3.originalPositions());
      case YarnScaling yarn -> {
        json.put("rope_type", "yarn")
            .put("factor", yarn.factor())
            .put("beta_fast", yarn.betaFast())
            .put("beta_slow", yarn.betaSlow())
            .put("truncate", yarn.wholePairs())
            .put("original_max_position_embeddings", yarn.originalPositions());
        yarn.givenAttentionFactor().ifPresent(factor -> json.put("attention_factor", factor));
      }
      case LongRopeScaling longer -> {
        putFactors(json.put("rope_type", "longrope"), longer);
        json.put("factor", longer.factor())
            .put("original_max_position_embeddings", longer.originalPositions());
        longer.givenAttentionFactor().ifPresent(factor -> json.put("attention_factor", factor));
      }
    }
  }

  private static void putFactors(ObjectNode json, LongRopeScaling scaling) {
    scaling.shortFactors().forEach(json.putArray("short_factor")::add);
    scaling.longFactors().forEach(json.putArray("long_factor")::add);
  }

  /**
   * Phi 3 in version 4: {@code rope_scaling} has three keys and no more, and the original context
   * stands beside it.
   */
  static void putPhi3(ObjectNode json, LongRopeScaling scaling, int maxPositions) {
    json.put("original_max_position_embeddings", scaling.originalPositions());
    boolean follows = scaling.factor() == (double) maxPositions / scaling.originalPositions();
    if (follows && scaling.givenAttentionFactor().isEmpty()) {
      putFactors(json.putObject("rope_scaling").put("type", "longrope"), scaling);
    }
  }
}
