package dev.belay.torch.format.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.format.gguf.GgufBuilder.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufSlidingWindowTest {

  private static final String WINDOW = "gemma3.attention.sliding_window";
  private static final String PATTERN = "gemma3.attention.sliding_window_pattern";

  @TempDir Path directory;

  @Test
  void everySixthLayerIsGlobalUnlessTheFileSaysOtherwise() throws IOException {
    GgufSlidingWindow window = window(new GgufBuilder().whole(WINDOW, 512), 7).orElseThrow();
    assertThat(window.tokens()).isEqualTo(512);
    assertThat(window.local()).containsExactly(true, true, true, true, true, false, true);
    assertThat(window.localTheta()).isEqualTo(10_000);
  }

  @Test
  void theFileMayNameAnotherPatternAndBase() throws IOException {
    GgufBuilder every = new GgufBuilder().whole(WINDOW, 8).whole(PATTERN, 2);
    assertThat(window(every, 3).orElseThrow().local()).containsExactly(true, false, true);
    GgufBuilder layers =
        new GgufBuilder().whole(WINDOW, 8).raw(PATTERN, GgufValueType.ARRAY, truths(0, 1, 0));
    layers.real("gemma3.rope.freq_base_swa", 20_000);
    GgufSlidingWindow window = window(layers, 3).orElseThrow();
    assertThat(window.local()).containsExactly(false, true, false);
    assertThat(window.localTheta()).isEqualTo(20_000);
  }

  @Test
  void withoutAWindowAllLayersAreGlobal() throws IOException {
    assertThat(window(new GgufBuilder().whole("other", 1), 3)).isEmpty();
  }

  @Test
  void aPatternMustCoverAllLayers() {
    GgufBuilder layers =
        new GgufBuilder().whole(WINDOW, 8).raw(PATTERN, GgufValueType.ARRAY, truths(0, 1));
    assertThatThrownBy(() -> window(layers, 3))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(PATTERN, "an array of 2 BOOL", "3 truth values");
    GgufBuilder none = new GgufBuilder().whole(WINDOW, 0);
    assertThatThrownBy(() -> window(none, 3)).hasMessageContaining("from 1 to");
  }

  @Test
  void onlyTheLargestGemmaScalesQueriesByAnotherWidth() {
    assertThat(gemma(62, 5376, 32, 128).queryScale()).isEqualTo(168);
    assertThat(gemma(18, 640, 4, 256).queryScale()).isEqualTo(256);
  }

  private static ModelShape gemma(int layers, int hidden, int heads, int headSize) {
    return new ModelShape(
        GgufArchitecture.GEMMA3,
        8,
        hidden,
        8,
        layers,
        heads,
        1,
        headSize,
        8,
        1e-6,
        1e6,
        new RopeScaling.None(),
        Optional.empty());
  }

  private static Bytes truths(int... values) {
    Bytes bytes = new Bytes().int32(GgufValueType.BOOL.id()).int64(values.length);
    for (int value : values) {
      bytes.int8(value);
    }
    return bytes;
  }

  private Optional<GgufSlidingWindow> window(GgufBuilder builder, int layers) throws IOException {
    try (GgufFile file = GgufFile.open(builder.write(directory.resolve("w.gguf")))) {
      return GgufSlidingWindow.of(file.metadata(), GgufArchitecture.GEMMA3, layers);
    }
  }
}
