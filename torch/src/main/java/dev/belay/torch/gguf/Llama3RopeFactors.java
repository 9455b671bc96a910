package dev.belay.torch.gguf;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.model.Llama3Scaling;
import dev.belay.torch.model.RotaryEmbedding;
import dev.belay.torch.model.RotaryScaling;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Finds the parameters of Llama 3's scaled rotary embedding. The converter does not write them: it
 * writes what they come to, one divisor per frequency, as tensor {@code rope_freqs.weight}.
 */
final class Llama3RopeFactors {

  static final String TENSOR = "rope_freqs.weight";

  // All published models have these two; the rule depends only on their ratios to the context.
  private static final double LOW = 1;
  private static final double HIGH = 4;
  private static final int USUAL_CONTEXT = 8192;

  /** The converter computes in fp32; other parameters give divisors that differ by far more. */
  private static final double TOLERANCE = 1e-4;

  private final float[] divisors;
  private final float[] frequencies;

  private Llama3RopeFactors(float[] divisors, double theta) {
    this.divisors = divisors;
    this.frequencies = RotaryEmbedding.unscaled(theta).frequencies(2 * divisors.length);
  }

  /**
   * The scaling that a file's divisors come from; empty if they change nothing, or there are none.
   *
   * @param theta base of the rotary embedding
   * @param headSize width of one head; there is a divisor for each pair
   * @param context the original context that the metadata names, if it does
   * @throws BadInputException if the tensor does not fit, or no known parameters give it
   */
  static Optional<RotaryScaling> recover(
      GgufFile file, double theta, int headSize, OptionalInt context) {
    Optional<GgufTensor> tensor = file.tensor(TENSOR);
    if (tensor.isEmpty()) {
      return Optional.empty();
    }
    float[] divisors = read(file, tensor.get(), headSize);
    if (IntStream.range(0, divisors.length).allMatch(i -> divisors[i] == 1)) {
      return Optional.empty();
    }
    Optional<Llama3Scaling> scaling = new Llama3RopeFactors(divisors, theta).recover(context);
    if (scaling.isEmpty()) {
      throw fail(
          file,
          "its divisors are not those of Llama 3's rule (low_freq_factor 1, high_freq_factor 4)"
              + " for an original context of 1024 to 1048576 tokens; take the model's safetensors"
              + " instead");
    }
    return Optional.of(scaling.get());
  }

  private static float[] read(GgufFile file, GgufTensor tensor, int headSize) {
    if (!tensor.shape().equals(List.of(headSize / 2L)) || tensor.type() != GgmlType.F32) {
      throw fail(
          file,
          "found %s %s, expected F32 [%d]"
              .formatted(tensor.type(), tensor.shapeText(), headSize / 2));
    }
    float[] divisors = new float[headSize / 2];
    new Dequantizer(tensor).readRow(0, divisors);
    return divisors;
  }

  private Optional<Llama3Scaling> recover(OptionalInt context) {
    float factor = divisors[divisors.length - 1];
    IntStream usual =
        IntStream.concat(
            IntStream.of(USUAL_CONTEXT), IntStream.rangeClosed(10, 20).map(e -> 1 << e));
    return IntStream.concat(context.stream(), context.isPresent() ? IntStream.empty() : usual)
        .mapToObj(positions -> new Llama3Scaling(factor, LOW, HIGH, positions))
        .filter(this::givesTheDivisors)
        .findFirst();
  }

  private boolean givesTheDivisors(Llama3Scaling scaling) {
    return IntStream.range(0, divisors.length)
        .allMatch(
            i -> {
              float expected = frequencies[i] / scaling.scale(frequencies[i]);
              return Math.abs(divisors[i] - expected) <= TOLERANCE * expected;
            });
  }

  private static BadInputException fail(GgufFile file, String what) {
    return new BadInputException(file.path() + ": tensor " + TENSOR + ": " + what);
  }
}
