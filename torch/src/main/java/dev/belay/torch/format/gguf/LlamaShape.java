package dev.belay.torch.format.gguf;

import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a GGUF file of architecture {@code llama} says about the model's shape.
 *
 * @param vocabularySize rows of the embedding, {@code [V]}
 * @param hiddenSize width of the residual stream, {@code [H]}
 * @param intermediateSize width of the feed-forward layer
 * @param layers number of decoder layers
 * @param heads query heads
 * @param keyValueHeads key and value heads
 * @param headSize width of one head
 * @param maxPositions longest context in tokens
 * @param rmsNormEps added to the mean square
 * @param ropeTheta base of the rotary embedding
 * @param linearRopeFactor the factor by which positions are stretched, if they are
 */
record LlamaShape(
    int vocabularySize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int keyValueHeads,
    int headSize,
    int maxPositions,
    double rmsNormEps,
    double ropeTheta,
    Optional<Double> linearRopeFactor) {

  static final String ARCHITECTURE = "llama";
  private static final int MAX_SIZE = 1 << 24;
  private static final double DEFAULT_ROPE_THETA = 10_000;

  /** Reads and checks the shape; {@code file} must be of architecture llama. */
  static LlamaShape of(GgufFile file) {
    GgufMetadata metadata = file.metadata();
    String architecture = metadata.text("general.architecture");
    if (!architecture.equals(ARCHITECTURE)) {
      throw metadata.fail(
          "general.architecture",
          "found \"%s\"; only \"%s\" (Llama, SmolLM2) can be imported"
              .formatted(architecture, ARCHITECTURE));
    }
    refuseExperts(metadata);
    int hidden = size(metadata, "embedding_length");
    int heads = size(metadata, "attention.head_count");
    LlamaShape shape =
        new LlamaShape(
            vocabularySize(file),
            hidden,
            size(metadata, "feed_forward_length"),
            size(metadata, "block_count"),
            heads,
            metadata.optionalWhole("llama.attention.head_count_kv", 1, MAX_SIZE).orElse(heads),
            metadata
                .optionalWhole("llama.attention.key_length", 1, MAX_SIZE)
                .orElse(Math.max(1, hidden / heads)),
            metadata.whole("llama.context_length", 1, Integer.MAX_VALUE),
            metadata.real("llama.attention.layer_norm_rms_epsilon"),
            metadata.has("llama.rope.freq_base")
                ? metadata.real("llama.rope.freq_base")
                : DEFAULT_ROPE_THETA,
            linearRopeFactor(metadata));
    List<String> issues = shape.issues(file);
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return shape;
  }

  private List<String> issues(GgufFile file) {
    GgufMetadata metadata = file.metadata();
    List<String> issues = new ArrayList<>();
    if (heads % keyValueHeads != 0) {
      issues.add(
          "%s: llama.attention.head_count_kv: %d key heads do not divide %d query heads"
              .formatted(file.path(), keyValueHeads, heads));
    }
    if (headSize % 2 != 0) {
      issues.add(
          "%s: head size %d is odd; rotary embedding needs pairs".formatted(file.path(), headSize));
    }
    int rotated =
        metadata.optionalWhole("llama.rope.dimension_count", 0, MAX_SIZE).orElse(headSize);
    if (rotated != headSize) {
      issues.add(
          "%s: llama.rope.dimension_count: %d of %d dimensions of a head are rotated; only all are supported"
              .formatted(file.path(), rotated, headSize));
    }
    int valueSize =
        metadata.optionalWhole("llama.attention.value_length", 0, MAX_SIZE).orElse(headSize);
    if (valueSize != headSize) {
      issues.add(
          "%s: llama.attention.value_length: value heads of %d beside key heads of %d are not supported"
              .formatted(file.path(), valueSize, headSize));
    }
    return issues;
  }

  private static int size(GgufMetadata metadata, String name) {
    return metadata.whole(ARCHITECTURE + "." + name, 1, MAX_SIZE);
  }

  private static int vocabularySize(GgufFile file) {
    GgufTensor embedding =
        file.tensor("token_embd.weight")
            .orElseThrow(
                () -> new BadInputException(file.path() + ": tensor token_embd.weight is missing"));
    if (embedding.shape().size() != 2 || embedding.rows() > MAX_SIZE) {
      throw new BadInputException(
          "%s: tensor token_embd.weight: found shape %s, expected [vocabulary, hidden]"
              .formatted(file.path(), embedding.shapeText()));
    }
    return (int) embedding.rows();
  }

  private static void refuseExperts(GgufMetadata metadata) {
    int experts = metadata.optionalWhole("llama.expert_count", 0, MAX_SIZE).orElse(0);
    if (experts > 0) {
      throw metadata.fail(
          "llama.expert_count", experts + " experts; mixtures of experts cannot be imported");
    }
  }

  private static Optional<Double> linearRopeFactor(GgufMetadata metadata) {
    String key = "llama.rope.scaling.type";
    return switch (metadata.optionalText(key).orElse("none")) {
      case "none" -> Optional.empty();
      case "linear" -> Optional.of(metadata.real("llama.rope.scaling.factor"));
      case String other ->
          throw metadata.fail(key, "found \"" + other + "\"; supported are none, linear");
    };
  }
}
