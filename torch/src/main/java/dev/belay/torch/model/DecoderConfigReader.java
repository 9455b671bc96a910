package dev.belay.torch.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
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
    return new DecoderConfigReader(JsonSettings.read(configJson))
        .read(DecoderFamily::architecture, "a language model");
  }

  /**
   * Reads the {@code config.json} of a model that labels sequences. Its head is not the language's,
   * so that the embeddings count as tied.
   *
   * @throws BadInputException with everything in it that is missing, wrong or not supported
   */
  static DecoderConfig readClassifier(Path configJson) {
    return new DecoderConfigReader(JsonSettings.read(configJson))
        .read(DecoderFamily::classifierArchitecture, "a reward model")
        .withTiedEmbeddings();
  }

  /** Whether a file describes a reward model: a decoder with a head of one number. */
  static boolean isClassifier(Path configJson) {
    for (JsonNode name : JsonSettings.read(configJson).get("architectures")) {
      if (Arrays.stream(DecoderFamily.values())
          .anyMatch(family -> family.classifierArchitecture().equals(name.asText()))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads the shape.
   *
   * @param architecture what the file has to name as its architecture
   * @param kind of model that it names
   */
  private DecoderConfig read(Function<DecoderFamily, String> architecture, String kind) {
    DecoderFamily family = family(architecture, kind);
    new UnsupportedSettings(json, family).refuse();
    int hidden = json.integer("hidden_size", MAX_WIDTH);
    int layers = json.integer("num_hidden_layers", MAX_LAYERS);
    int heads = json.integer("num_attention_heads", MAX_HEADS);
    int headSize = json.integer("head_dim", MAX_HEAD_SIZE, missingHeadSize(family, hidden, heads));
    int positions =
        json.integer("max_position_embeddings", MAX_POSITIONS, missingPositions(family));
    DecoderConfig config =
        DecoderConfig.builder(family)
            .vocabularySize(json.integer("vocab_size", MAX_VOCABULARY))
            .hiddenSize(hidden)
            .intermediateSize(json.integer("intermediate_size", MAX_WIDTH))
            .layers(layers)
            .heads(heads, keyValueHeads(family, heads), headSize)
            .maxPositions(positions)
            .rmsNormEps(json.positive("rms_norm_eps", missingEps(family)))
            .attention(new AttentionReader(json, family, positions, headSize, layers).read())
            .multipliers(multipliers(family))
            .tiedEmbeddings(json.flag("tie_word_embeddings", isUsuallyTied(family)))
            .build();
    checkHeads(config);
    json.check();
    return config;
  }

  private static int missingHeadSize(DecoderFamily family, int hidden, int heads) {
    if (hasDerivedHeadSize(family)) {
      return Math.max(1, hidden / heads);
    }
    return family == DecoderFamily.QWEN3 ? 128 : 256;
  }

  private static boolean hasDerivedHeadSize(DecoderFamily family) {
    return family != DecoderFamily.QWEN3 && family != DecoderFamily.GEMMA3;
  }

  private static boolean isUsuallyTied(DecoderFamily family) {
    return family == DecoderFamily.GEMMA3 || family == DecoderFamily.SMOLLM3;
  }

  private static double missingEps(DecoderFamily family) {
    return family == DecoderFamily.PHI3 || family == DecoderFamily.OLMO2 ? 1e-5 : 1e-6;
  }

  private Multipliers multipliers(DecoderFamily family) {
    return family == DecoderFamily.GRANITE
        ? new Multipliers(
            json.positive("embedding_multiplier", 1),
            json.positive("residual_multiplier", 1),
            json.positive("logits_scaling", 1))
        : Multipliers.NONE;
  }

  private static int missingPositions(DecoderFamily family) {
    return switch (family) {
      case LLAMA, OLMO2, GRANITE -> 2048;
      case PHI3 -> 4096;
      case QWEN2, QWEN3, SMOLLM3 -> 32_768;
      case GEMMA3, MISTRAL -> 131_072;
    };
  }

  /** Of some families everybody assumes as many as query heads when the file does not say. */
  private int keyValueHeads(DecoderFamily family, int heads) {
    return switch (family) {
      case LLAMA, PHI3, OLMO2, GRANITE -> json.integer("num_key_value_heads", MAX_HEADS, heads);
      case QWEN2, QWEN3, GEMMA3, MISTRAL, SMOLLM3 -> json.integer("num_key_value_heads", MAX_HEADS);
    };
  }

  private DecoderFamily family(Function<DecoderFamily, String> architecture, String kind) {
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
      known |= name.asText().equals(architecture.apply(family));
    }
    if (!known) {
      throw new BadInputException(
          "%s: architectures is %s; of model_type %s, Belay takes %s for %s."
              .formatted(
                  json.file(),
                  JsonSettings.shown(architectures),
                  modelType,
                  architecture.apply(family),
                  kind));
    }
    return family;
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
        && hasDerivedHeadSize(config.family())
        && config.hiddenSize() % config.attentionHeads() != 0) {
      json.issue(
          "hidden_size",
          "is %d; without head_dim it must be a multiple of num_attention_heads, %d"
              .formatted(config.hiddenSize(), config.attentionHeads()));
    }
  }
}
