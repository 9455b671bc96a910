package dev.belay.torch.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code adapter_config.json} of a LoRA adapter, as PEFT reads and writes it.
 *
 * @param alpha α where no pattern says otherwise
 * @param rankStabilized whether the scale is {@code α/√r}
 * @param alphas α by the end of a module's name
 */
record AdapterConfig(double alpha, boolean rankStabilized, Map<String, Double> alphas) {

  /** Flags that change what is computed, and must be off. */
  private static final List<String> UNSUPPORTED_FLAGS =
      List.of("use_dora", "fan_in_fan_out", "lora_bias", "use_qalora");

  /** Settings that change what is computed, and must be absent. */
  private static final List<String> UNSUPPORTED =
      List.of(
          "modules_to_save",
          "layer_replication",
          "megatron_config",
          "trainable_token_indices",
          "alora_invocation_tokens",
          "target_parameters",
          "exclude_modules",
          "arrow_config",
          "loftq_config");

  /** How the base may have been left when the adapter began; others change the base. */
  private static final Set<String> PLAIN_STARTS = Set.of("true", "false", "gaussian", "orthogonal");

  AdapterConfig {
    alphas = Map.copyOf(alphas);
  }

  /**
   * Reads an adapter's settings.
   *
   * @throws dev.belay.core.error.BadInputException if they are of no LoRA adapter, or of one that
   *     computes something else; all that is wrong at once
   */
  static AdapterConfig read(Path directory) {
    JsonSettings file = JsonSettings.read(directory.resolve(AdapterDirectory.CONFIG));
    if (!file.get("peft_type").asText().equals("LORA")) {
      file.issue(
          "peft_type",
          "is %s; only \"LORA\" is supported".formatted(JsonSettings.shown(file.get("peft_type"))));
    }
    for (String flag : UNSUPPORTED_FLAGS) {
      if (file.flag(flag, false)) {
        file.issue(flag, "is true, which is not supported");
      }
    }
    for (String key : UNSUPPORTED) {
      JsonNode node = file.get(key);
      if (!node.isMissingNode() && !(node.isContainerNode() && node.isEmpty())) {
        file.issue(key, "is %s, which is not supported".formatted(JsonSettings.shown(node)));
      }
    }
    checkText(file, "bias", "none", Set.of("none"));
    checkText(file, "init_lora_weights", "true", PLAIN_STARTS);
    double alpha = file.positive("lora_alpha", 8);
    Map<String, Double> alphas = new TreeMap<>();
    for (var entry : file.get("alpha_pattern").properties()) {
      String key = entry.getKey();
      if (!key.matches("[A-Za-z0-9_.]+")) {
        file.issue("alpha_pattern", "has the key \"%s\"; names alone are supported".formatted(key));
      }
      alphas.put(key, file.positive("alpha_pattern." + key, entry.getValue(), 1));
    }
    AdapterConfig config = new AdapterConfig(alpha, file.flag("use_rslora", false), alphas);
    file.check();
    return config;
  }

  private static void checkText(
      JsonSettings file, String key, String missing, Set<String> allowed) {
    JsonNode node = file.get(key);
    String value = node.isMissingNode() ? missing : node.asText();
    if (!allowed.contains(value)) {
      file.issue(
          key,
          "is %s; supported are %s"
              .formatted(JsonSettings.shown(node), String.join(", ", allowed)));
    }
  }

  /**
   * What multiplies {@code up · down}.
   *
   * @param module such as {@code model.layers.0.self_attn.q_proj}
   */
  double scale(String module, int rank) {
    double own = alpha;
    for (var entry : alphas.entrySet()) {
      if (module.equals(entry.getKey()) || module.endsWith("." + entry.getKey())) {
        own = entry.getValue();
      }
    }
    return own / (rankStabilized ? Math.sqrt(rank) : rank);
  }

  /**
   * The file's content for an adapter that Belay trained.
   *
   * @param config of the base
   * @param base its directory
   */
  static ObjectNode json(LoraSettings settings, DecoderConfig config, Path base) {
    ObjectNode json = JsonSettings.JSON.createObjectNode();
    json.put("peft_type", "LORA");
    json.put("task_type", "CAUSAL_LM");
    json.put(AdapterDirectory.BASE, base.toAbsolutePath().normalize().toString());
    json.put("r", settings.rank());
    json.put("lora_alpha", settings.alpha());
    json.put("lora_dropout", settings.dropout());
    json.put("use_rslora", settings.rankStabilized());
    settings.modules(config).forEach(json.putArray("target_modules")::add);
    json.put("bias", "none");
    json.put("fan_in_fan_out", false);
    json.put("init_lora_weights", true);
    json.put("inference_mode", true);
    json.putNull("modules_to_save");
    json.putNull("revision");
    return json;
  }
}
