package dev.belay.torch.model;

import org.jspecify.annotations.Nullable;

/**
 * Names the parts of a {@link DecoderConfig} one by one. All must be given but attention's and
 * multipliers.
 */
public final class DecoderConfigBuilder {

  private final DecoderFamily family;
  private int vocabularySize;
  private int hiddenSize;
  private int intermediateSize;
  private int layers;
  private int attentionHeads;
  private int keyValueHeads;
  private int headSize;
  private int maxPositions;
  private double rmsNormEps;
  private @Nullable AttentionConfig attention;
  private Multipliers multipliers = Multipliers.NONE;
  private double ropeTheta;
  private boolean tiedEmbeddings;

  DecoderConfigBuilder(DecoderFamily family) {
    this.family = family;
  }

  /** Rows of the embedding, {@code [V]}. */
  public DecoderConfigBuilder vocabularySize(int size) {
    this.vocabularySize = size;
    return this;
  }

  /** Width of the residual stream, {@code [H]}. */
  public DecoderConfigBuilder hiddenSize(int size) {
    this.hiddenSize = size;
    return this;
  }

  /** Width of the gated feed-forward layer, {@code [I]}. */
  public DecoderConfigBuilder intermediateSize(int size) {
    this.intermediateSize = size;
    return this;
  }

  /** Number of decoder layers. */
  public DecoderConfigBuilder layers(int number) {
    this.layers = number;
    return this;
  }

  /**
   * The heads.
   *
   * @param queries query heads
   * @param keyValues key and value heads
   * @param size width of one head, {@code [D]}
   */
  public DecoderConfigBuilder heads(int queries, int keyValues, int size) {
    this.attentionHeads = queries;
    this.keyValueHeads = keyValues;
    this.headSize = size;
    return this;
  }

  /** Longest context, in tokens. */
  public DecoderConfigBuilder maxPositions(int positions) {
    this.maxPositions = positions;
    return this;
  }

  /** Added to the mean square before the root. */
  public DecoderConfigBuilder rmsNormEps(double eps) {
    this.rmsNormEps = eps;
    return this;
  }

  /** How queries meet keys. */
  public DecoderConfigBuilder attention(AttentionConfig config) {
    this.attention = config;
    return this;
  }

  /** Numbers that rows are multiplied by; none unless given. */
  public DecoderConfigBuilder multipliers(Multipliers numbers) {
    this.multipliers = numbers;
    return this;
  }

  /** Every position sees all earlier ones, with unscaled rotary embeddings of this base. */
  public DecoderConfigBuilder ropeTheta(double theta) {
    this.ropeTheta = theta;
    return this;
  }

  /** Whether the head is the embedding; it is not unless said so. */
  public DecoderConfigBuilder tiedEmbeddings(boolean tied) {
    this.tiedEmbeddings = tied;
    return this;
  }

  /**
   * The configuration.
   *
   * @throws IllegalStateException if a part was not given
   */
  public DecoderConfig build() {
    require("vocabularySize", vocabularySize);
    require("hiddenSize", hiddenSize);
    require("intermediateSize", intermediateSize);
    require("layers", layers);
    require("heads", Math.min(attentionHeads, Math.min(keyValueHeads, headSize)));
    require("maxPositions", maxPositions);
    require("rmsNormEps", rmsNormEps);
    AttentionConfig given = attention;
    if (given == null) {
      require("attention or ropeTheta", ropeTheta);
      given = AttentionConfig.full(headSize, RotaryEmbedding.unscaled(ropeTheta));
    }
    return new DecoderConfig(
        family,
        vocabularySize,
        hiddenSize,
        intermediateSize,
        layers,
        attentionHeads,
        keyValueHeads,
        headSize,
        maxPositions,
        rmsNormEps,
        given,
        multipliers,
        tiedEmbeddings);
  }

  private static void require(String part, double value) {
    if (!(value > 0)) {
      throw new IllegalStateException(part + " was not given, or is not positive: " + value);
    }
  }
}
