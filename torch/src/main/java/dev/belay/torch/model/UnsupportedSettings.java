package dev.belay.torch.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.torch.model.BlockDesign.Trait;
import java.util.Arrays;

/**
 * Finds settings of {@code config.json} that there is no code for: ignoring them would give another
 * model.
 */
final class UnsupportedSettings {

  private final JsonSettings json;
  private final DecoderFamily family;

  UnsupportedSettings(JsonSettings json, DecoderFamily family) {
    this.json = json;
    this.family = family;
  }

  /** Notes each as an issue. */
  void refuse() {
    String activation = family.block().gate().activation();
    allowOnly("hidden_act", activation);
    allowOnly("hidden_activation", activation);
    if (!family.block().has(Trait.QUERY_KEY_VALUE_BIAS)) {
      allowOnly("attention_bias", "false");
    }
    allowOnly("mlp_bias", "false");
    allowOnly("lm_head_bias", "false");
    if (family != DecoderFamily.SMOLLM3) { // There it is a trace of pretraining that nobody reads.
      allowOnly("pretraining_tp", "1");
    }
    if (!family.block().has(Trait.PARTIAL_ROTARY)) {
      allowOnly("partial_rotary_factor", "1.0", "1");
    }
    if (family == DecoderFamily.GRANITE) {
      allowOnly("position_embedding_type", "rope");
    }
    refuseExperts();
    allowOnly("use_bidirectional_attention", "false");
    if (!json.get("quantization_config").isMissingNode()) {
      json.issue("quantization_config", "is set; quantised safetensors are not read");
    }
    for (String cap : new String[] {"final_logit_softcapping", "attn_logit_softcapping"}) {
      if (!json.get(cap).isMissingNode()) {
        json.issue(cap, "is set; soft-capped logits are not supported");
      }
    }
    switch (family) {
      case GEMMA3 -> {}
      case MISTRAL, PHI3 ->
          refuseLayerTypes(
              json.get("sliding_window").isMissingNode() ? "full_attention" : "sliding_attention");
      default -> refuseWindows();
    }
  }

  private void refuseExperts() {
    for (String key : new String[] {"num_local_experts", "num_experts"}) {
      if (json.get(key).asInt() > 0) {
        json.issue(key, "is %s; mixtures of experts are not supported".formatted(json.get(key)));
      }
    }
  }

  private void refuseWindows() {
    boolean set = !json.get("sliding_window").isMissingNode();
    boolean named = !json.get("use_sliding_window").isMissingNode();
    boolean isSwitched =
        switch (family) {
          case QWEN2, QWEN3, SMOLLM3 -> true;
          default -> false;
        };
    if (json.flag("use_sliding_window", set && !isSwitched)) {
      json.issue(
          named ? "use_sliding_window" : "sliding_window",
          "is set; sliding windows are supported in gemma3_text, mistral and phi3 only");
    }
    refuseLayerTypes("full_attention");
  }

  private void refuseLayerTypes(String only) {
    for (JsonNode type : json.get("layer_types")) {
      if (!type.asText().equals(only)) {
        json.issue("layer_types", "has " + type + "; only " + only + " is supported");
        break;
      }
    }
  }

  private void allowOnly(String key, String... allowed) {
    JsonNode node = json.get(key);
    if (!node.isMissingNode() && !Arrays.asList(allowed).contains(node.asText())) {
      json.issue(
          key, "is %s; only %s is supported".formatted(JsonSettings.shown(node), allowed[0]));
    }
  }
}
