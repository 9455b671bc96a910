package dev.belay.torch.model;

import dev.belay.torch.tensor.ComputeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An estimate of the memory that a piece of work takes, part by part. It leaves out the Java heap
 * and libtorch's own few hundred megabytes.
 *
 * @param purpose such as {@code training}
 * @param parts what takes how much
 */
public record MemoryNeed(String purpose, List<Part> parts) {

  private static final int FLOAT_BYTES = Float.BYTES;

  /** Positions whose logits exist at a time in a loss that works in chunks. */
  private static final long LOGIT_CHUNK = 512;

  public MemoryNeed {
    parts = List.copyOf(parts);
  }

  /**
   * One part of the need.
   *
   * @param name such as {@code gradients}
   * @param bytes how much, not negative
   */
  public record Part(String name, long bytes) {}

  /**
   * Generating or scoring: the weights as stored, the weights as packed for the kernels, and keys
   * and values of the tokens held at a time.
   *
   * @param type of the weights as stored
   * @param productType of the weights as packed, and of keys and values
   * @param cachedTokens tokens in the cache, over all sequences of a batch
   */
  public static MemoryNeed inference(
      DecoderConfig config, ComputeType type, ComputeType productType, long cachedTokens) {
    long parameters = WeightShape.parameters(config);
    long cachedElements = 2L * config.layers() * config.keyValueHeads() * config.headSize();
    return new MemoryNeed(
        "inference",
        List.of(
            new Part("weights", times(parameters, type.bytes())),
            new Part("packed weights", times(parameters, productType.bytes())),
            new Part(
                "keys and values",
                times(times(cachedElements, productType.bytes()), cachedTokens))));
  }

  /**
   * Training all weights with AdamW: fp32 master weights, two moments and gradients, the weights
   * that are computed with where these are not the masters, what the backward pass needs of the
   * forward pass, and a chunk of logits with its gradient.
   *
   * @param tokensPerMicroBatch tokens of one forward and backward pass
   */
  public static MemoryNeed training(
      DecoderConfig config, ComputeType type, long tokensPerMicroBatch) {
    long parameters = WeightShape.parameters(config);
    List<Part> parts = new ArrayList<>(trained(parameters));
    if (type != ComputeType.FLOAT32) {
      parts.add(new Part("computing weights", times(parameters, type.bytes())));
    }
    parts.addAll(pass(config, type, tokensPerMicroBatch));
    return new MemoryNeed("training", parts);
  }

  /**
   * Training an adapter with AdamW beside weights that stand still: fp32 masters, moments and
   * gradients of the adapter alone, the weights once, and what a pass takes.
   *
   * @param adapterParameters numbers of the adapter
   * @param tokensPerMicroBatch tokens of one forward and backward pass
   */
  public static MemoryNeed adapter(
      DecoderConfig config, ComputeType type, long adapterParameters, long tokensPerMicroBatch) {
    List<Part> parts = new ArrayList<>(trained(adapterParameters));
    parts.add(new Part("frozen weights", times(WeightShape.parameters(config), type.bytes())));
    parts.addAll(pass(config, type, tokensPerMicroBatch));
    return new MemoryNeed("training an adapter", parts);
  }

  private static List<Part> trained(long parameters) {
    return List.of(
        new Part("master weights", times(parameters, FLOAT_BYTES)),
        new Part("moments", times(parameters, 2 * FLOAT_BYTES)),
        new Part("gradients", times(parameters, FLOAT_BYTES)));
  }

  private static List<Part> pass(DecoderConfig config, ComputeType type, long tokens) {
    long chunk = Math.min(LOGIT_CHUNK, tokens);
    long perToken = keptElements(config) * type.bytes() + workingElements(config) * FLOAT_BYTES;
    return List.of(
        new Part("activations", times(perToken, tokens)),
        new Part("logits", times(times(config.vocabularySize(), 2 * FLOAT_BYTES), chunk)));
  }

  /** A running mean of all weights, in fp32. */
  public static MemoryNeed weightAverage(DecoderConfig config) {
    return weightAverage(WeightShape.parameters(config));
  }

  /**
   * A running mean of what is trained, in fp32.
   *
   * @param parameters that are trained
   */
  public static MemoryNeed weightAverage(long parameters) {
    long bytes = times(parameters, FLOAT_BYTES);
    return new MemoryNeed("the running mean", List.of(new Part("mean of the weights", bytes)));
  }

  /**
   * Pulling weights towards where they began: these, in fp32, and what each of them counts.
   *
   * @param parameters that are trained
   * @param weighted whether each counts by its Fisher information
   */
  public static MemoryNeed pull(long parameters, boolean weighted) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("weights before training", times(parameters, FLOAT_BYTES)));
    if (weighted) {
      parts.add(new Part("Fisher information", times(parameters, FLOAT_BYTES)));
    }
    return new MemoryNeed("the proximal term", parts);
  }

  /** The same where every weight is trained. */
  public static MemoryNeed pull(DecoderConfig config, boolean weighted) {
    return pull(WeightShape.parameters(config), weighted);
  }

  /** The model before training, which stands still beside the one that trains. */
  public static MemoryNeed reference(DecoderConfig config, ComputeType type) {
    long bytes = times(WeightShape.parameters(config), type.bytes());
    return new MemoryNeed("the reference", List.of(new Part("reference weights", bytes)));
  }

  /** A reference of the KL that follows the policy: its weights in fp32 and as computed with. */
  public static MemoryNeed movableReference(DecoderConfig config, ComputeType type) {
    long bytes = times(WeightShape.parameters(config), FLOAT_BYTES + type.bytes());
    return new MemoryNeed(
        "the moving reference", List.of(new Part("weights of the moving reference", bytes)));
  }

  /**
   * Holding a policy to the model before training: that model's weights, what is kept of what it
   * says, a second set of gradients where the two must be known apart, and that model in fp32 where
   * the error of rounding is measured.
   *
   * @param keptBytes of what it says
   * @param gradientsApart whether a gradient is set aside in every step
   * @param roundingMeasured whether it is also computed in fp32, before the first step
   */
  public static MemoryNeed anchor(
      DecoderConfig config,
      ComputeType type,
      long keptBytes,
      boolean gradientsApart,
      boolean roundingMeasured) {
    long parameters = WeightShape.parameters(config);
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("reference weights", times(parameters, type.bytes())));
    parts.add(new Part("kept laws of the reference", keptBytes));
    if (gradientsApart) {
      parts.add(new Part("gradients set aside", times(parameters, FLOAT_BYTES)));
    }
    if (roundingMeasured) {
      parts.add(new Part("reference weights in fp32", times(parameters, FLOAT_BYTES)));
    }
    return new MemoryNeed("the anchor", parts);
  }

  /**
   * Moving embeddings to where two models differ: what the gradient by them needs of both.
   *
   * @param tokensPerMicroBatch tokens of one forward and backward pass
   */
  public static MemoryNeed perturbation(
      DecoderConfig config, ComputeType type, long tokensPerMicroBatch) {
    List<Part> parts = new ArrayList<>(pass(config, type, tokensPerMicroBatch));
    parts.addAll(pass(config, type, tokensPerMicroBatch));
    return new MemoryNeed("the perturbation", parts);
  }

  /**
   * Comparing two sets of weights that stand still: both of them, one layer's work for the tokens
   * of a pass, and a chunk of both logits.
   *
   * @param tokensPerPass tokens of one forward pass
   */
  public static MemoryNeed scoring(DecoderConfig config, ComputeType type, long tokensPerPass) {
    return new MemoryNeed(
        "comparing weights",
        List.of(
            new Part("both weights", times(WeightShape.parameters(config), 2L * type.bytes())),
            new Part("activations", times(workingElements(config) * FLOAT_BYTES, tokensPerPass)),
            new Part(
                "logits",
                times(
                    times(config.vocabularySize(), 2 * FLOAT_BYTES),
                    Math.min(LOGIT_CHUNK, tokensPerPass)))));
  }

  /**
   * A critic in training beside the policy: as much as a policy of its shape, but for the logits.
   *
   * @param config of the critic
   * @param adapterParameters numbers of its adapter; empty where all of it is trained
   * @param tokens of one forward and backward pass
   */
  public static MemoryNeed critic(
      DecoderConfig config, ComputeType type, Optional<Long> adapterParameters, long tokens) {
    DecoderConfig headless = config.withTiedEmbeddings();
    MemoryNeed alike =
        adapterParameters
            .map(size -> adapter(headless, type, size, tokens))
            .orElseGet(() -> training(headless, type, tokens));
    return new MemoryNeed(
        "the critic",
        alike.parts().stream()
            .filter(part -> !part.name().equals("logits"))
            .map(part -> new Part(part.name() + " of the critic", part.bytes()))
            .toList());
  }

  /**
   * A reward model that stands still beside what trains: its weights and one layer's work.
   *
   * @param tokensPerPass tokens of one forward pass
   */
  public static MemoryNeed rewardModel(DecoderConfig config, ComputeType type, long tokensPerPass) {
    return new MemoryNeed(
        "the reward model",
        List.of(
            new Part(
                "weights of the reward model", times(WeightShape.parameters(config), type.bytes())),
            new Part(
                "its activations", times(workingElements(config) * FLOAT_BYTES, tokensPerPass))));
  }

  /** Whichever takes more: pieces of work that follow each other. */
  public MemoryNeed or(MemoryNeed other) {
    return other.bytes() > bytes() ? other : this;
  }

  /**
   * Looking for a suffix by gradients of the input: the weights, one pass over many candidates and
   * the gradient of one sequence, and a chunk of logits with its gradient.
   *
   * @param tokensPerPass tokens of one forward pass over candidates
   * @param tokensPerSequence tokens of the sequence that the gradient is taken of
   */
  public static MemoryNeed suffixSearch(
      DecoderConfig config, ComputeType type, long tokensPerPass, long tokensPerSequence) {
    long layer = keptElements(config) / config.layers() * type.bytes();
    long perToken = layer + workingElements(config) * FLOAT_BYTES;
    return new MemoryNeed(
        "a search for suffixes",
        List.of(
            new Part("weights", times(WeightShape.parameters(config), type.bytes())),
            new Part("candidates", times(perToken, tokensPerPass)),
            new Part("activations", times(keptElements(config) * type.bytes(), tokensPerSequence)),
            new Part(
                "logits", times(times(config.vocabularySize(), 2 * FLOAT_BYTES), LOGIT_CHUNK))));
  }

  /**
   * Elements kept per token for the backward pass: in each layer the outputs of both norms,
   * queries, keys, values, the attention's output, gate and up; queries and keys before their norms
   * and both branches before theirs, where there are such norms; and the last norm's output.
   */
  private static long keptElements(DecoderConfig config) {
    long queries = (long) config.attentionHeads() * config.headSize();
    long keys = (long) config.keyValueHeads() * config.headSize();
    long perLayer =
        2L * config.hiddenSize() + 2 * queries + 2 * keys + 2L * config.intermediateSize();
    if (config.family().block().hasQueryKeyNorms()) {
      perLayer += queries + keys;
    }
    if (config.family().block().branchNorms()) {
      perLayer += 2L * config.hiddenSize();
    }
    return config.layers() * perLayer + config.hiddenSize();
  }

  /**
   * Elements per token, counted as fp32, that one layer works with at a time: the residual stream,
   * its gradient, and the wide layer's gate, up and product with theirs.
   */
  private static long workingElements(DecoderConfig config) {
    return 4L * config.hiddenSize() + 4L * config.intermediateSize();
  }

  /** Both needs at once, as when a rollout engine stands beside a trainer. */
  public MemoryNeed and(MemoryNeed other) {
    List<Part> both = new ArrayList<>(parts);
    both.addAll(other.parts);
    return new MemoryNeed(purpose + " and " + other.purpose, both);
  }

  /** All parts together; {@link Long#MAX_VALUE} when it is more than that. */
  public long bytes() {
    return parts.stream().mapToLong(Part::bytes).reduce(0, MemoryNeed::plus);
  }

  /** The parts in words, such as {@code 538.1 MB gradients}. */
  String breakdown() {
    return parts.stream()
        .map(part -> ByteCount.text(part.bytes()) + " " + part.name())
        .collect(Collectors.joining(", "));
  }

  private static long times(long a, long b) {
    return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
  }

  private static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
