package dev.belay.torch.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Reads the shape of a model from {@code config.json}, as {@code transformers} 4 and 5 write it.
 * What the architecture has no code for is refused, since ignoring it would give another model.
 */
public final class DecoderConfigReader {

  // Beyond these no model exists, and below them no count of parameters or bytes overflows.
  private static final int MAX_VOCABULARY = 1 << 24;
  private static final int MAX_WIDTH = 1 << 20;
  private static final int MAX_LAYERS = 1024;
  private static final int MAX_HEADS = 1 << 12;
  private static final int MAX_HEAD_SIZE = 1 << 12;
  private static final int MAX_POSITIONS = 1 << 28;

  private final JsonSettings json;

  private DecoderConfigReader(JsonSettings json) {
    this.json = json;
  }

  /**
   * Reads {@code config.json}.
   *
   * @throws BadInputException with everything in it that is missing, wrong or not supported
   */
  public static DecoderConfig read(Path configJson) {
    return new DecoderConfigReader(JsonSettings.read(configJson)).read();
  }

  private DecoderConfig read() {
    DecoderFamily family = family();
    refuseWhatIsNotRun();
    int hidden = json.integer("hidden_size", MAX_WIDTH);
    int heads = json.integer("num_attention_heads", MAX_HEADS);
    int keyValueHeads = json.integer("num_key_value_heads", MAX_HEADS, heads);
    int headSize = json.integer("head_dim", MAX_HEAD_SIZE, Math.max(1, hidden / heads));
    int positions = json.integer("max_position_embeddings", MAX_POSITIONS, 2048);
    DecoderConfig config =
        new DecoderConfig(
            family,
            json.integer("vocab_size", MAX_VOCABULARY),
            hidden,
            json.integer("intermediate_size", MAX_WIDTH),
            json.integer("num_hidden_layers", MAX_LAYERS),
            heads,
            keyValueHeads,
            headSize,
            positions,
            json.positive("rms_norm_eps", 1e-6),
            AttentionConfig.full(headSize, new RotaryReader(json).read(10_000, positions)),
            json.flag("tie_word_embeddings", false));
    checkHeads(config);
    json.check();
    return config;
  }

  private DecoderFamily family() {
    String modelType = json.get("model_type").asText();
    DecoderFamily family =
        DecoderFamily.ofModelType(modelType)
            .orElseThrow(
                () ->
                    new BadInputException(
                        "%s: model_type is %s; Belay runs %s."
                            .formatted(
                                json.file(),
                                JsonSettings.shown(json.get("model_type")),
                                Arrays.stream(DecoderFamily.values())
                                    .map(DecoderFamily::modelType)
                                    .collect(Collectors.joining(", ")))));
    JsonNode architectures = json.get("architectures");
    boolean known = architectures.isMissingNode();
    for (JsonNode name : architectures) {
      known |= name.asText().equals(family.architecture());
    }
    if (!known) {
      throw new BadInputException(
          "%s: architectures is %s; of model_type %s, Belay runs %s."
              .formatted(
                  json.file(),
                  JsonSettings.shown(architectures),
                  modelType,
                  family.architecture()));
    }
    return family;
  }

  private void refuseWhatIsNotRun() {
    allowOnly("hidden_act", "silu");
    allowOnly("attention_bias", "false");
    allowOnly("mlp_bias", "false");
    allowOnly("pretraining_tp", "1");
    allowOnly("partial_rotary_factor", "1.0", "1");
    if (!json.get("quantization_config").isMissingNode()) {
      json.issue("quantization_config", "is set; quantised safetensors are not read");
    }
    if (!json.get("sliding_window").isMissingNode() && json.flag("use_sliding_window", true)) {
      json.issue("sliding_window", "is set; sliding-window attention is not supported");
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

  private void checkHeads(DecoderConfig config) {
    if (config.attentionHeads() % config.keyValueHeads() != 0) {
      json.issue(
          "num_key_value_heads",
          "is %d; it must divide num_attention_heads, %d"
              .formatted(config.keyValueHeads(), config.attentionHeads()));
    }
    if (config.headSize() % 2 != 0) {
      json.issue(
          "head_dim", "is %d; rotary embeddings need an even one".formatted(config.headSize()));
    }
    if (json.get("head_dim").isMissingNode()
        && config.hiddenSize() % config.attentionHeads() != 0) {
      json.issue(
          "hidden_size",
          "is %d; without head_dim it must be a multiple of num_attention_heads, %d"
              .formatted(config.hiddenSize(), config.attentionHeads()));
    }
  }
}
