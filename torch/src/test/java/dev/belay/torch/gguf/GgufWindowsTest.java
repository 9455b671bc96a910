package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.gguf.GgufBuilder.Bytes;
import dev.belay.torch.model.AttentionConfig;
import dev.belay.torch.model.SlidingWindow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufWindowsTest {

  private static final String WINDOW = "gemma3.attention.sliding_window";
  private static final String PATTERN = "gemma3.attention.sliding_window_pattern";

  @TempDir Path directory;

  @Test
  void everySixthLayerIsGlobalUnlessTheFileSaysOtherwise() throws IOException {
    SlidingWindow window = window(new GgufBuilder().whole(WINDOW, 512), 7).orElseThrow();
    assertThat(window.tokens()).isEqualTo(512);
    assertThat(window.layers()).containsExactly(true, true, true, true, true, false, true);
    assertThat(window.rope().theta()).isEqualTo(10_000);
  }

  @Test
  void theFileMayNameAnotherPatternAndBase() throws IOException {
    GgufBuilder every = new GgufBuilder().whole(WINDOW, 8).whole(PATTERN, 2);
    assertThat(window(every, 3).orElseThrow().layers()).containsExactly(true, false, true);
    GgufBuilder layers =
        new GgufBuilder().whole(WINDOW, 8).raw(PATTERN, GgufValueType.ARRAY, truths(0, 1, 0));
    layers.real("gemma3.rope.freq_base_swa", 20_000);
    SlidingWindow window = window(layers, 3).orElseThrow();
    assertThat(window.layers()).containsExactly(false, true, false);
    assertThat(window.rope().theta()).isEqualTo(20_000);
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
  void onlyTheLargestGemmaScalesQueriesByAnotherWidth() throws IOException {
    assertThat(gemma(62, 5376, 32, 128).scores().queryScalar()).isEqualTo(168);
    assertThat(gemma(18, 640, 4, 256).scores().queryScalar()).isEqualTo(256);
  }

  private AttentionConfig gemma(int layers, int hidden, int heads, int headSize)
      throws IOException {
    GgufBuilder builder =
        new GgufBuilder()
            .text("general.architecture", "gemma3")
            .whole("gemma3.block_count", layers)
            .whole("gemma3.embedding_length", hidden)
            .whole("gemma3.feed_forward_length", 8)
            .whole("gemma3.attention.head_count", heads)
            .whole("gemma3.attention.head_count_kv", 1)
            .whole("gemma3.attention.key_length", headSize)
            .whole("gemma3.context_length", 8);
    builder.real("gemma3.attention.layer_norm_rms_epsilon", 1e-6f);
    builder.constant("token_embd.weight", 0.5f, 4, 8);
    try (GgufFile file = GgufFile.open(builder.write(directory.resolve("g.gguf")))) {
      return GgufConfigReader.read(file).attention();
    }
  }

  private static Bytes truths(int... values) {
    Bytes bytes = new Bytes().int32(GgufValueType.BOOL.id()).int64(values.length);
    for (int value : values) {
      bytes.int8(value);
    }
    return bytes;
  }

  private Optional<SlidingWindow> window(GgufBuilder builder, int layers) throws IOException {
    try (GgufFile file = GgufFile.open(builder.write(directory.resolve("w.gguf")))) {
      return GgufWindows.read(file.metadata(), GgufFamily.GEMMA3, layers);
    }
  }
}
