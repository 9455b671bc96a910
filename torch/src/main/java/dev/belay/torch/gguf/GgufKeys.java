package dev.belay.torch.gguf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which keys of an architecture a file may have. What {@code llama.cpp} computes and Belay does not
 * is taken only where it says that nothing is computed; a key that nobody knows is told of.
 */
final class GgufKeys {

  /** Read, or of no consequence: what the converters of {@code llama.cpp} write, old ones too. */
  private static final Set<String> KNOWN =
      Set.of(
          "vocab_size",
          "context_length",
          "embedding_length",
          "block_count",
          "feed_forward_length",
          "tensor_data_layout",
          "attention.head_count",
          "attention.head_count_kv",
          "attention.key_length",
          "attention.value_length",
          "attention.layer_norm_epsilon",
          "attention.layer_norm_rms_epsilon",
          "attention.sliding_window",
          "rope.dimension_count",
          "rope.freq_base",
          "rope.scale_linear",
          "rope.scaling.type",
          "rope.scaling.factor",
          "rope.scaling.original_context_length",
          "rope.scaling.finetuned",
          "rope.scaling.yarn_attn_factor",
          "rope.scaling.yarn_beta_fast",
          "rope.scaling.yarn_beta_slow");

  /** Without experts, which are refused, their settings say nothing. */
  private static final String EXPERTS = "expert_";

  /** Values with which a key changes nothing; a truth value is 1 or 0. */
  private static final Map<String, List<Double>> NEUTRAL =
      Map.ofEntries(
          Map.entry("attention.causal", List.of(1.0)),
          Map.entry("attention.clamp_kqv", List.of(0.0)),
          Map.entry("attention.max_alibi_bias", List.of(0.0)),
          Map.entry("attention.scale", List.of(0.0)),
          Map.entry("attn_logit_softcapping", List.of(0.0)),
          Map.entry("final_logit_softcapping", List.of(0.0)),
          Map.entry("embedding_scale", List.of(1.0, 0.0)),
          Map.entry("residual_scale", List.of(1.0, 0.0)),
          Map.entry("logit_scale", List.of(1.0, 0.0)),
          Map.entry("pooling_type", List.of(0.0)),
          Map.entry("use_parallel_residual", List.of(0.0)),
          Map.entry("rope.scaling.attn_factor", List.of(1.0)),
          Map.entry("rope.scaling.yarn_ext_factor", List.of(0.0, -1.0)),
          Map.entry("rope.scaling.yarn_log_multiplier", List.of(0.0)));

  private static final int TOLD = 10;
  private static final int LONGEST_TOLD = 80;

  private final GgufFile file;
  private final GgufMetadata metadata;
  private final GgufFamily family;

  GgufKeys(GgufFile file, GgufFamily family) {
    this.file = file;
    this.metadata = file.metadata();
    this.family = family;
  }

  /** What is wrong with them, each with its key. */
  List<String> issues() {
    List<String> issues = new ArrayList<>();
    for (String name : names()) {
      List<Double> neutral = NEUTRAL.getOrDefault(name, List.of());
      GgufValue value = metadata.value(family.key(name)).orElseThrow();
      if (!neutral.isEmpty() && !isRead(name) && !isOneOf(neutral, value)) {
        issues.add(
            ("%s: %s: found %s, which changes what the model computes; supported is %s, or a file"
                    + " without it")
                .formatted(
                    file.path(),
                    family.key(name),
                    value.describe(),
                    inItsWords(neutral.getFirst(), value)));
      }
    }
    return issues;
  }

  /** What should be said of those that are left out. */
  Optional<String> warning() {
    List<String> unknown =
        names().stream().filter(name -> !isKnown(name)).map(family::key).toList();
    if (unknown.isEmpty()) {
      return Optional.empty();
    }
    String told =
        unknown.stream()
            .limit(TOLD)
            .map(key -> key.length() <= LONGEST_TOLD ? key : key.substring(0, LONGEST_TOLD) + "…")
            .collect(Collectors.joining(", "));
    return Optional.of(
        "%s: left out what Belay does not know: %s%s. If one changes what the model computes, its answers are others."
            .formatted(file.path().getFileName(), told, unknown.size() > TOLD ? ", …" : ""));
  }

  /** Without the architecture. */
  private List<String> names() {
    String prefix = family.key("");
    return metadata.keys().stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> key.substring(prefix.length()))
        .toList();
  }

  private boolean isKnown(String name) {
    return KNOWN.contains(name)
        || NEUTRAL.containsKey(name)
        || name.startsWith(EXPERTS)
        || isRead(name);
  }

  /** Whether it is one that not every file is read for, and this one is. */
  private boolean isRead(String name) {
    return switch (name) {
      case "attention.scale", "embedding_scale", "residual_scale", "logit_scale" ->
          family == GgufFamily.GRANITE;
      case "attention.sliding_window_pattern", "rope.freq_base_swa" -> family == GgufFamily.GEMMA3;
      case "rope.scaling.attn_factor" -> GgufRope.hasLongFactors(file, family);
      case "rope.scaling.yarn_ext_factor" -> GgufRope.isYarn(metadata, family);
      default -> false;
    };
  }

  private static boolean isOneOf(List<Double> neutral, GgufValue value) {
    OptionalDouble number = number(value);
    return number.isPresent()
        && neutral.stream().anyMatch(one -> one.doubleValue() == number.getAsDouble());
  }

  private static OptionalDouble number(GgufValue value) {
    return switch (value) {
      case GgufValue.Truth(boolean truth) -> OptionalDouble.of(truth ? 1 : 0);
      case GgufValue.Whole whole -> OptionalDouble.of((double) whole.value());
      case GgufValue.Real(var _, double real) -> OptionalDouble.of(real);
      case GgufValue.Text _, GgufValue.Texts _, GgufValue.Numbers _, GgufValue.Nested _ ->
          OptionalDouble.empty();
    };
  }

  private static String inItsWords(double neutral, GgufValue found) {
    return found instanceof GgufValue.Truth
        ? String.valueOf(neutral == 1)
        : "%.0f".formatted(neutral);
  }
}
