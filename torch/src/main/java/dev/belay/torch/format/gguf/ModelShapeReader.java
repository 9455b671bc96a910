package dev.belay.torch.format.gguf;

import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a model's shape from a GGUF file's metadata and refuses what cannot be imported. */
final class ModelShapeReader {

  private static final int MAX_SIZE = 1 << 24;
  private static final double DEFAULT_ROPE_THETA = 10_000;

  private final GgufFile file;
  private final GgufMetadata metadata;
  private final GgufArchitecture family;
  private final List<String> issues = new ArrayList<>();

  ModelShapeReader(GgufFile file) {
    this.file = file;
    this.metadata = file.metadata();
    this.family = architecture(metadata);
  }

  /** Reads and checks the shape. */
  ModelShape read() {
    refuseExperts();
    int hidden = size("embedding_length");
    int heads = size("attention.head_count");
    int headSize =
        metadata
            .optionalWhole(family.key("attention.key_length"), 1, MAX_SIZE)
            .orElse(Math.max(1, hidden / heads));
    int layers = size("block_count");
    int maxPositions = metadata.whole(family.key("context_length"), 1, Integer.MAX_VALUE);
    double theta = theta();
    ModelShape shape =
        new ModelShape(
            family,
            vocabularySize(),
            hidden,
            size("feed_forward_length"),
            layers,
            heads,
            metadata
                .optionalWhole(family.key("attention.head_count_kv"), 1, MAX_SIZE)
                .orElse(heads),
            headSize,
            maxPositions,
            metadata.real(family.key("attention.layer_norm_rms_epsilon")),
            theta,
            ropeScaling(theta, headSize),
            slidingWindow(layers, maxPositions));
    checkHeads(shape);
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return shape;
  }

  private static GgufArchitecture architecture(GgufMetadata metadata) {
    String key = "general.architecture";
    String name = metadata.text(key);
    return GgufArchitecture.named(name)
        .orElseThrow(
            () ->
                metadata.fail(
                    key,
                    "found \"%s\"; those that can be imported are %s"
                        .formatted(name, GgufArchitecture.knownNames())));
  }

  private int size(String name) {
    return metadata.whole(family.key(name), 1, MAX_SIZE);
  }

  private double theta() {
    String key = family.key("rope.freq_base");
    return metadata.has(key) ? metadata.real(key) : DEFAULT_ROPE_THETA;
  }

  private void checkHeads(ModelShape shape) {
    int headSize = shape.headSize();
    if (shape.heads() % shape.keyValueHeads() != 0) {
      issue(
          "attention.head_count_kv",
          "%d key heads do not divide %d query heads"
              .formatted(shape.keyValueHeads(), shape.heads()));
    }
    if (headSize % 2 != 0) {
      issues.add(
          "%s: head size %d is odd; rotary embedding needs pairs".formatted(file.path(), headSize));
    }
    int rotated = optional("rope.dimension_count", headSize);
    if (rotated != headSize) {
      issue(
          "rope.dimension_count",
          "%d of %d dimensions of a head are rotated; only all are supported"
              .formatted(rotated, headSize));
    }
    int valueSize = optional("attention.value_length", headSize);
    if (valueSize != headSize) {
      issue(
          "attention.value_length",
          "value heads of %d beside key heads of %d are not supported"
              .formatted(valueSize, headSize));
    }
  }

  private int optional(String name, int otherwise) {
    return metadata.optionalWhole(family.key(name), 0, MAX_SIZE).orElse(otherwise);
  }

  private void issue(String name, String what) {
    issues.add("%s: %s: %s".formatted(file.path(), family.key(name), what));
  }

  private int vocabularySize() {
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

  private void refuseExperts() {
    String key = family.key("expert_count");
    int experts = metadata.optionalWhole(key, 0, MAX_SIZE).orElse(0);
    if (experts > 0) {
      throw metadata.fail(key, experts + " experts; mixtures of experts cannot be imported");
    }
  }

  private RopeScaling ropeScaling(double theta, int headSize) {
    String key = family.key("rope.scaling.type");
    return switch (metadata.optionalText(key).orElse("none")) {
      case "none" -> recoveredScaling(theta, headSize);
      case "linear" -> new RopeScaling.Linear(metadata.real(family.key("rope.scaling.factor")));
      case String other ->
          throw metadata.fail(key, "found \"" + other + "\"; supported are none, linear");
    };
  }

  /** Llama 3's scaling is known by its tensor alone. */
  private RopeScaling recoveredScaling(double theta, int headSize) {
    if (family != GgufArchitecture.LLAMA) {
      return new RopeScaling.None();
    }
    OptionalInt context =
        metadata.optionalWhole(
            family.key("rope.scaling.original_context_length"), 1, Integer.MAX_VALUE);
    return Llama3RopeFactors.recover(file, theta, headSize, context);
  }

  private Optional<GgufSlidingWindow> slidingWindow(int layers, int maxPositions) {
    if (family == GgufArchitecture.GEMMA3) {
      return GgufSlidingWindow.of(metadata, family, layers);
    }
    int window = optional("attention.sliding_window", 0);
    if (window > 0 && window < maxPositions) {
      issue("attention.sliding_window", window + " tokens; windows cannot be imported here");
    }
    return Optional.empty();
  }
}
