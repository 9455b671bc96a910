package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.model.Llama3Scaling;
import dev.belay.torch.model.RotaryScaling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Llama3RopeFactorsTest {

  /** Llama 3.1's: theta 500000, heads of 128, factor 8, 8192 tokens; pairs 28 to 36 are blended. */
  private static final int PAIRS = 64;

  private static final String KEY_LENGTH = "llama.attention.key_length";

  @TempDir Path directory;

  @Test
  void publishedParametersAreFound() throws IOException {
    assertThat(recovered(divisors(8, 8192), new GgufBuilder()))
        .contains(new Llama3Scaling(8, 1, 4, 8192));
    assertThat(recovered(divisors(32, 8192), new GgufBuilder()))
        .contains(new Llama3Scaling(32, 1, 4, 8192));
  }

  @Test
  void otherContextsAreFound() throws IOException {
    assertThat(recovered(divisors(4, 32768), new GgufBuilder()))
        .contains(new Llama3Scaling(4, 1, 4, 32768));
  }

  @Test
  void theContextOfTheMetadataIsTaken() throws IOException {
    GgufBuilder odd = new GgufBuilder().whole("llama.rope.scaling.original_context_length", 5000);
    assertThat(recovered(divisors(8, 5000), odd)).contains(new Llama3Scaling(8, 1, 4, 5000));
  }

  @Test
  void divisorsOfOneScaleNothing() throws IOException {
    assertThat(recovered(divisors(1, 8192), new GgufBuilder())).isEmpty();
  }

  @Test
  void divisorsOfAnotherRuleAreRefused() {
    float[] stretched = divisors(8, 8192);
    stretched[32] *= 1.01f;
    assertThatThrownBy(() -> recovered(stretched, new GgufBuilder()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("rope_freqs.weight", "not those of Llama 3's rule");
    assertThatThrownBy(() -> recovered(divisors(8, 5000), new GgufBuilder()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("take the model's safetensors");
  }

  @Test
  void thereIsADivisorForEachPair() {
    assertThatThrownBy(() -> recovered(new float[] {1, 2}, new GgufBuilder()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("found F32 [2], expected F32 [64]");
  }

  private Optional<RotaryScaling> recovered(float[] divisors, GgufBuilder builder)
      throws IOException {
    LlamaFiles.metadata(builder, "").whole(KEY_LENGTH, 2 * PAIRS);
    builder.real("llama.rope.freq_base", 500_000);
    builder.constant("token_embd.weight", 0.5f, LlamaFiles.HIDDEN, 4);
    builder.tensor("rope_freqs.weight", 0, QuantBlocksTest.littleEndian(divisors), divisors.length);
    try (GgufFile file = GgufFile.open(builder.write(directory.resolve("m.gguf")))) {
      return GgufConfigReader.read(file).attention().rope().scaling();
    }
  }

  /** The rule as its authors wrote it. */
  private static float[] divisors(double factor, double context) {
    float[] divisors = new float[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      double frequency = Math.pow(500_000, -2.0 * i / (2 * PAIRS));
      double wavelength = 2 * Math.PI / frequency;
      double scaled = frequency / factor;
      if (wavelength < context / 4) {
        scaled = frequency;
      } else if (wavelength <= context) {
        double smooth = (context / wavelength - 1) / (4 - 1);
        scaled = (1 - smooth) * frequency / factor + smooth * frequency;
      }
      divisors[i] = (float) (frequency / scaled);
    }
    return divisors;
  }

  @Test
  void theReferenceBlendsBetweenTheTwoWavelengths() {
    float[] divisors = divisors(8, 8192);
    assertThat(List.of(divisors[0], divisors[PAIRS - 1])).containsExactly(1f, 8f);
    assertThat(divisors[32]).isBetween(1.1f, 7.9f);
  }
}
