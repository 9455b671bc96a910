package dev.belay.torch.gguf;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.model.BlockDesign.Trait;
import dev.belay.torch.model.LinearScaling;
import dev.belay.torch.model.LongRopeScaling;
import dev.belay.torch.model.RotaryEmbedding;
import dev.belay.torch.model.RotaryScaling;
import dev.belay.torch.model.YarnScaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the rotary embedding from a GGUF file's metadata and the tensors that stand for more. */
final class GgufRope {

  private static final double DEFAULT_THETA = 10_000;
  private static final String SHORT_FACTORS = "rope_factors_short.weight";
  private static final String LONG_FACTORS = "rope_factors_long.weight";
  private static final String TYPE = "rope.scaling.type";
  private static final String ORIGINAL = "rope.scaling.original_context_length";

  /** Factors are stored in fp32; one that follows from the others differs by less. */
  private static final double TOLERANCE = 1e-6;

  private final GgufFile file;
  private final GgufMetadata metadata;
  private final GgufFamily family;
  private final int headSize;
  private final int maxPositions;

  GgufRope(GgufFile file, GgufFamily family, int headSize, int maxPositions) {
    this.file = file;
    this.metadata = file.metadata();
    this.family = family;
    this.headSize = headSize;
    this.maxPositions = maxPositions;
  }

  /** Tensors of a family that are no weights. */
  static List<String> tensors(GgufFamily family) {
    return hasDivisors(family)
        ? List.of(Llama3RopeFactors.TENSOR)
        : family == GgufFamily.PHI3 ? List.of(SHORT_FACTORS, LONG_FACTORS) : List.of();
  }

  /** Whether the converter writes Llama 3's scaling as a tensor: of whatever is a Llama to it. */
  private static boolean hasDivisors(GgufFamily family) {
    return family.pairsRotaryRows();
  }

  /** Whether a file has factors for long texts: that is how longrope is known. */
  static boolean hasLongFactors(GgufFile file, GgufFamily family) {
    return family == GgufFamily.PHI3 && file.tensor(LONG_FACTORS).isPresent();
  }

  static boolean isYarn(GgufMetadata metadata, GgufFamily family) {
    return metadata.optionalText(family.key(TYPE)).equals(Optional.of("yarn"));
  }

  RotaryEmbedding read() {
    double theta = metadata.has(key("rope.freq_base")) ? real("rope.freq_base") : DEFAULT_THETA;
    int turned = metadata.optionalWhole(key("rope.dimension_count"), 0, headSize).orElse(headSize);
    if (turned != headSize && !family.decoder().block().has(Trait.PARTIAL_ROTARY)) {
      throw metadata.fail(
          key("rope.dimension_count"),
          "%d of %d dimensions of a head are rotated; only all are supported"
              .formatted(turned, headSize));
    }
    if (turned != headSize && (turned < 2 || turned % 2 != 0)) {
      throw metadata.fail(
          key("rope.dimension_count"), "found %d; rotary embedding needs pairs".formatted(turned));
    }
    return new RotaryEmbedding(
        theta, scaling(theta, turned), RotaryEmbedding.share(turned, headSize));
  }

  private Optional<RotaryScaling> scaling(double theta, int turned) {
    String key = key(TYPE);
    String type = metadata.optionalText(key).orElse("");
    if (hasLongFactors(file, family)) {
      return Optional.of(longRope(turned / 2)); // Known by its tensors: older files name no type.
    }
    return switch (type) {
      case "" -> linear().or(() -> recovered(theta));
      case "none" -> recovered(theta);
      case "linear" -> linear();
      case "yarn" -> Optional.of(yarn());
      default ->
          throw metadata.fail(
              key,
              "found \"%s\"; supported are none, linear, yarn, and longrope of phi3 with its tensors"
                  .formatted(type));
    };
  }

  /** A factor without a type is linear, as in llama.cpp; old files call it otherwise. */
  private Optional<RotaryScaling> linear() {
    for (String name : List.of("rope.scaling.factor", "rope.scale_linear")) {
      if (metadata.has(key(name))) {
        double factor = metadata.real(key(name));
        // llama.cpp takes 0 for no factor.
        return factor == 0 || factor == 1
            ? Optional.empty()
            : Optional.of(new LinearScaling(real(name)));
      }
    }
    return Optional.empty();
  }

  /** Llama 3's scaling is known by its tensor alone. */
  private Optional<RotaryScaling> recovered(double theta) {
    OptionalInt context = metadata.optionalWhole(key(ORIGINAL), 1, Integer.MAX_VALUE);
    return hasDivisors(family)
        ? Llama3RopeFactors.recover(file, theta, headSize, context)
        : Optional.empty();
  }

  private YarnScaling yarn() {
    String strength = key("rope.scaling.yarn_ext_factor");
    if (metadata.has(strength) && metadata.real(strength) != 1) {
      throw metadata.fail(strength, "found " + metadata.real(strength) + "; only 1 is supported");
    }
    double factor = real("rope.scaling.factor");
    YarnScaling usual =
        new YarnScaling(
            factor,
            metadata.whole(key(ORIGINAL), 1, Integer.MAX_VALUE),
            real("rope.scaling.yarn_beta_fast", YarnScaling.USUAL_BETA_FAST),
            real("rope.scaling.yarn_beta_slow", YarnScaling.USUAL_BETA_SLOW),
            true,
            Optional.empty());
    return new YarnScaling(
        factor,
        usual.originalPositions(),
        usual.betaFast(),
        usual.betaSlow(),
        true,
        given("rope.scaling.yarn_attn_factor", usual.attentionFactor()));
  }

  private LongRopeScaling longRope(int pairs) {
    int original = metadata.whole(key(ORIGINAL), 2, Integer.MAX_VALUE); // Its logarithm divides.
    LongRopeScaling usual =
        new LongRopeScaling(
            factors(SHORT_FACTORS, pairs),
            factors(LONG_FACTORS, pairs),
            original,
            (double) maxPositions / original,
            Optional.empty());
    return new LongRopeScaling(
        usual.shortFactors(),
        usual.longFactors(),
        original,
        usual.factor(),
        given("rope.scaling.attn_factor", usual.attentionFactor()));
  }

  /** A factor that the file states and that does not follow from the rest. */
  private Optional<Double> given(String name, float usual) {
    double stated = real(name, usual);
    return Math.abs(stated - usual) <= TOLERANCE * usual ? Optional.empty() : Optional.of(stated);
  }

  private List<Double> factors(String name, int pairs) {
    GgufTensor tensor =
        file.tensor(name)
            .orElseThrow(
                () -> new BadInputException(file.path() + ": tensor " + name + " is missing"));
    if (!tensor.shape().equals(List.of((long) pairs)) || tensor.type() != GgmlType.F32) {
      throw new BadInputException(
          "%s: tensor %s: found %s %s, expected F32 [%d]"
              .formatted(file.path(), name, tensor.type(), tensor.shapeText(), pairs));
    }
    float[] row = new float[pairs];
    new Dequantizer(tensor).readRow(0, row);
    List<Double> factors = new ArrayList<>();
    for (float factor : row) {
      if (!(factor > 0) || Float.isInfinite(factor)) {
        throw new BadInputException(
            "%s: tensor %s: has %s; needed are positive numbers"
                .formatted(file.path(), name, factor));
      }
      factors.add(Double.parseDouble(Float.toString(factor)));
    }
    return factors;
  }

  private String key(String name) {
    return family.key(name);
  }

  private double real(String name) {
    double value = metadata.real(key(name));
    if (!(value > 0)) {
      throw metadata.fail(key(name), "found " + value + ", expected a positive number");
    }
    return value;
  }

  private double real(String name, double missing) {
    return metadata.has(key(name)) ? real(name) : missing;
  }
}
