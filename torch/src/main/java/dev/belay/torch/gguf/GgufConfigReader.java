package dev.belay.torch.gguf;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.model.AttentionConfig;
import dev.belay.torch.model.AttentionConfig.ScoreScale;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.DecoderFamily;
import dev.belay.torch.model.Multipliers;
import dev.belay.torch.model.RotaryEmbedding;
import dev.belay.torch.model.SlidingWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads a model's shape from a GGUF file's metadata and refuses what cannot be imported. */
final class GgufConfigReader {

  private static final int MAX_SIZE = 1 << 24;

  /** Layers of Gemma 3 27B, the one model whose attention is not scaled by the head's width. */
  private static final int GEMMA_27B_LAYERS = 62;

  private static final int SMOLLM3_INTERVAL = 4;

  private final GgufFile file;
  private final GgufMetadata metadata;
  private final GgufFamily family;
  private final List<String> issues = new ArrayList<>();

  private GgufConfigReader(GgufFile file) {
    this.file = file;
    this.metadata = file.metadata();
    this.family = family(metadata);
  }

  /**
   * Reads and checks the shape.
   *
   * @throws BadInputException if the file lacks something, or the model is of a kind that cannot be
   *     imported
   */
  static DecoderConfig read(GgufFile file) {
    return new GgufConfigReader(file).read();
  }

  /** What should be said of a file's keys. */
  static List<String> warnings(GgufFile file) {
    return new GgufKeys(file, family(file.metadata())).warning().stream().toList();
  }

  private DecoderConfig read() {
    refuseExperts();
    issues.addAll(new GgufKeys(file, family).issues());
    int hidden = size("embedding_length");
    int heads = size("attention.head_count");
    int headSize =
        metadata
            .optionalWhole(family.key("attention.key_length"), 1, MAX_SIZE)
            .orElse(Math.max(1, hidden / heads));
    int layers = size("block_count");
    int positions = metadata.whole(family.key("context_length"), 1, Integer.MAX_VALUE);
    RotaryEmbedding rope = new GgufRope(file, family, headSize, positions).read();
    Optional<SlidingWindow> window = slidingWindow(rope, layers, positions);
    DecoderConfig config =
        DecoderConfig.builder(decoder(window))
            .vocabularySize(vocabularySize())
            .hiddenSize(hidden)
            .intermediateSize(size("feed_forward_length"))
            .layers(layers)
            .heads(heads, optional("attention.head_count_kv", 1, heads), headSize)
            .maxPositions(positions)
            .rmsNormEps(positive("attention.layer_norm_rms_epsilon"))
            .attention(
                new AttentionConfig(
                    scores(layers, hidden, heads, headSize), rope, window, unturned(layers)))
            .multipliers(multipliers())
            .tiedEmbeddings(file.tensor(TensorNames.HEAD).isEmpty())
            .build();
    checkHeads(config);
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return config;
  }

  private static GgufFamily family(GgufMetadata metadata) {
    String key = "general.architecture";
    String name = metadata.text(key);
    return GgufFamily.named(name)
        .orElseThrow(
            () ->
                metadata.fail(
                    key,
                    "found \"%s\"; those that can be imported are %s"
                        .formatted(name, GgufFamily.knownNames())));
  }

  private int size(String name) {
    return metadata.whole(family.key(name), 1, MAX_SIZE);
  }

  /** Not stored for Gemma: as in llama.cpp, 27B is known by its number of layers. */
  private ScoreScale scores(int layers, int hidden, int heads, int headSize) {
    if (family == GgufFamily.GRANITE && metadata.has(family.key("attention.scale"))) {
      return new ScoreScale(1, positive("attention.scale"));
    }
    boolean isLargestGemma = family == GgufFamily.GEMMA3 && layers == GEMMA_27B_LAYERS;
    return new ScoreScale(isLargestGemma ? Math.floorDiv(hidden, heads) : headSize, 1);
  }

  /** Not stored: as in llama.cpp, every fourth layer of SmolLM3 turns nothing. */
  private Set<Integer> unturned(int layers) {
    return family == GgufFamily.SMOLLM3
        ? IntStream.range(0, layers)
            .filter(layer -> layer % SMOLLM3_INTERVAL == SMOLLM3_INTERVAL - 1)
            .boxed()
            .collect(Collectors.toSet())
        : Set.of();
  }

  private Multipliers multipliers() {
    return family == GgufFamily.GRANITE
        ? new Multipliers(
            multiplier("embedding_scale"), multiplier("residual_scale"), multiplier("logit_scale"))
        : Multipliers.NONE;
  }

  private double multiplier(String name) {
    return metadata.has(family.key(name)) ? positive(name) : 1;
  }

  private void checkHeads(DecoderConfig config) {
    int headSize = config.headSize();
    if (config.attentionHeads() % config.keyValueHeads() != 0) {
      issue(
          "attention.head_count_kv",
          "%d key heads do not divide %d query heads"
              .formatted(config.keyValueHeads(), config.attentionHeads()));
    }
    if (headSize % 2 != 0) {
      issues.add(
          "%s: head size %d is odd; rotary embedding needs pairs".formatted(file.path(), headSize));
    }
    int valueSize = optional("attention.value_length", 0, headSize);
    if (valueSize != headSize) {
      issue(
          "attention.value_length",
          "value heads of %d beside key heads of %d are not supported"
              .formatted(valueSize, headSize));
    }
  }

  private int optional(String name, int min, int otherwise) {
    return metadata.optionalWhole(family.key(name), min, MAX_SIZE).orElse(otherwise);
  }

  private double positive(String name) {
    double value = metadata.real(family.key(name));
    if (!(value > 0)) {
      throw metadata.fail(family.key(name), "found " + value + ", expected a positive number");
    }
    return value;
  }

  private void issue(String name, String what) {
    issues.add("%s: %s: %s".formatted(file.path(), family.key(name), what));
  }

  private int vocabularySize() {
    GgufTensor embedding =
        file.tensor(TensorNames.EMBEDDING)
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

  /** A Llama with a window is a Mistral. */
  private DecoderFamily decoder(Optional<SlidingWindow> window) {
    return family == GgufFamily.LLAMA && window.isPresent()
        ? DecoderFamily.MISTRAL
        : family.decoder();
  }

  private Optional<SlidingWindow> slidingWindow(
      RotaryEmbedding rope, int layers, int maxPositions) {
    if (family == GgufFamily.GEMMA3) {
      return GgufWindows.read(metadata, family, layers);
    }
    int window = optional("attention.sliding_window", 0, 0);
    if (window == 0 || window >= maxPositions) {
      return Optional.empty();
    }
    if (family != GgufFamily.LLAMA && family != GgufFamily.PHI3) {
      issue("attention.sliding_window", window + " tokens; windows cannot be imported here");
    }
    return Optional.of(SlidingWindow.everywhere(window, rope, layers));
  }
}
