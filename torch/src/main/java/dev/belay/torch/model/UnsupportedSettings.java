package dev.belay.torch.model;

import com.fasterxml.jackson.databind.JsonNode;
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
    if (!family.block().queryKeyValueBias()) {
      allowOnly("attention_bias", "false");
    }
    allowOnly("mlp_bias", "false");
    allowOnly("pretraining_tp", "1");
    allowOnly("partial_rotary_factor", "1.0", "1");
    allowOnly("use_bidirectional_attention", "false");
    if (!json.get("quantization_config").isMissingNode()) {
      json.issue("quantization_config", "is set; quantised safetensors are not read");
    }
    for (String cap : new String[] {"final_logit_softcapping", "attn_logit_softcapping"}) {
      if (!json.get(cap).isMissingNode()) {
        json.issue(cap, "is set; soft-capped logits are not supported");
      }
    }
    if (family != DecoderFamily.GEMMA3) {
      refuseWindows();
    }
  }

  private void refuseWindows() {
    boolean set = !json.get("sliding_window").isMissingNode();
    boolean named = !json.get("use_sliding_window").isMissingNode();
    if (json.flag("use_sliding_window", set && family == DecoderFamily.LLAMA)) {
      json.issue(
          named ? "use_sliding_window" : "sliding_window",
          "is set; sliding windows are supported in gemma3_text only");
    }
    for (JsonNode type : json.get("layer_types")) {
      if (!type.asText().equals("full_attention")) {
        json.issue("layer_types", "has " + type + "; only full_attention is supported");
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
