package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.torch.gguf.GgufBuilder.Bytes;
import dev.belay.torch.gguf.Segmentation.Merge;
import dev.belay.torch.tokenizer.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goldens are made by {@code src/test/python/make_gguf_tokenizer_goldens.py}. */
class SentencePiecesTest {

  private static final String PREFIX = "tokenizer.ggml.";
  private static final String S = SentencePieces.SPACE;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"gemma", "llama2"})
  void thousandMixedTextsGetTheIdsOfTransformers(String name) throws IOException {
    JsonNode golden = TinyGguf.json("pieces.json");
    assertThat(golden.get("samples")).hasSize(1000);
    try (HuggingFaceTokenizer tokenizer = GgufTokenizers.open(pieces(name))) {
      assertThat(
              GgufTokenizers.differences(
                  tokenizer, golden.get("samples"), golden.get("ids").get(name)))
          .isEmpty();
    }
  }

  @Test
  void gemmasTextComesBackAsItWas() throws IOException {
    try (HuggingFaceTokenizer tokenizer = GgufTokenizers.open(pieces("gemma"))) {
      for (String text : List.of(" a  b\n\n\tc ", "naïve 🙂 你好", "<table>x</table>")) {
        assertThat(tokenizer.decodeWithSpecialTokens(tokenizer.encode(text))).isEqualTo(text);
      }
    }
  }

  @Test
  void aSpaceIsPutFirstAndTakenOffAgainWhereTheFileSaysSo() throws IOException {
    try (HuggingFaceTokenizer with = GgufTokenizers.open(pieces("llama2"));
        HuggingFaceTokenizer without = GgufTokenizers.open(pieces("gemma"))) {
      assertThat(with.decode(with.encode("world"))).isEqualTo("world");
      assertThat(with.encode(" world")).isNotEqualTo(with.encode("world"));
      assertThat(without.decode(without.encode(" world"))).isEqualTo(" world");
    }
  }

  /** "b c" and "a b" both make pieces; the one with the better score goes first. */
  @Test
  void thePairWithTheBestScoreIsMergedFirst() throws IOException {
    GgufBuilder abFirst = vocabulary(-1, -2, -3);
    assertThat(segmentation(abFirst).merges())
        .containsExactly(new Merge("a", "b"), new Merge("b", "c"), new Merge(S, "a"));
    GgufBuilder bcFirst = vocabulary(-3, -2, -1);
    assertThat(segmentation(bcFirst).merges().getFirst()).isEqualTo(new Merge(S, "a"));
  }

  /**
   * All equal scores: the longest left part is taken first, as SentencePiece grows from the left.
   */
  @Test
  void runsGrowFromTheLeft() throws IOException {
    GgufBuilder runs =
        model()
            .texts(PREFIX + "tokens", List.of("<unk>", S, "  ", "   "))
            .wholes(PREFIX + "token_type", 2, 1, 4, 4)
            .raw(PREFIX + "scores", GgufValueType.ARRAY, floats(0, -5, -1000, -1000));
    SentencePieces pieces = segmentation(runs);
    assertThat(pieces.merges())
        .containsExactly(new Merge(S + S, S), new Merge(S, S + S), new Merge(S, S));
    assertThat(pieces.unknown()).contains("<unk>");
    assertThat(pieces.byteFallback()).isFalse();
  }

  @Test
  void markedSpacesThatAreTakenAreLeftAlone() throws IOException {
    GgufBuilder both =
        model()
            .texts(PREFIX + "tokens", List.of("<unk>", S, S + S, "  "))
            .wholes(PREFIX + "token_type", 2, 1, 1, 4)
            .raw(PREFIX + "scores", GgufValueType.ARRAY, floats(0, -5, -2, -1000));
    try (GgufFile file = GgufFile.open(both.write(directory.resolve("v.gguf")))) {
      assertThat(GgufVocabulary.of(file.metadata(), 4).tokens()).endsWith(S + S, "  ");
    }
  }

  @Test
  void controlTokensAreNeverMerged() throws IOException {
    GgufBuilder control =
        model()
            .texts(PREFIX + "tokens", List.of("<unk>", "a", "b", "ab"))
            .wholes(PREFIX + "token_type", 2, 1, 1, 3)
            .raw(PREFIX + "scores", GgufValueType.ARRAY, floats(0, -1, -2, -3));
    assertThat(segmentation(control).merges()).isEmpty();
  }

  @Test
  void whatWouldGiveOtherIdsIsRefused() {
    assertIssue(
        vocabulary(-1, -2, -3).truth(PREFIX + "remove_extra_whitespaces", true), "keep all");
    assertIssue(
        vocabulary(-1, -2, -3).wholes(PREFIX + "precompiled_charsmap", 1, 2),
        "precompiled_charsmap",
        "such rules");
    assertIssue(vocabulary(-1, Float.NaN, -3), "scores: element 6 is not a finite number");
  }

  @ParameterizedTest
  @CsvSource({"2, array of 8 numbers", "9, array of 8 numbers"})
  void thereIsAScoreForEachPiece(int count, String expected) {
    GgufBuilder builder =
        pieceTable().raw(PREFIX + "scores", GgufValueType.ARRAY, floats(new float[count]));
    assertIssue(builder, expected);
    assertIssue(pieceTable(), "scores: missing");
  }

  @Test
  void bytesAreThereAllOrNone() {
    GgufBuilder some =
        model()
            .texts(PREFIX + "tokens", List.of("<unk>", "<0x41>"))
            .wholes(PREFIX + "token_type", 2, 6)
            .raw(PREFIX + "scores", GgufValueType.ARRAY, floats(0, 0));
    assertIssue(some, "1 byte tokens; expected none or all 256");
  }

  @Test
  void bosIsPutFirstUnlessTheFileSaysNot() throws IOException {
    assertThat(addsBos(vocabulary(-1, -2, -3))).isTrue();
    assertThat(addsBos(vocabulary(-1, -2, -3).truth(PREFIX + "add_bos_token", false))).isFalse();
  }

  private Path pieces(String name) throws IOException {
    String file = "pieces-" + name + ".gguf";
    return Files.write(directory.resolve(file), TinyGguf.bytes(file));
  }

  private static GgufBuilder model() {
    return new GgufBuilder().text(PREFIX + "model", "llama");
  }

  private static GgufBuilder pieceTable() {
    return model()
        .texts(PREFIX + "tokens", List.of("<unk>", S, "a", "b", "c", "ab", "bc", S + "a"))
        .wholes(PREFIX + "token_type", 2, 1, 1, 1, 1, 1, 1, 1);
  }

  /** Pieces of one character, and "ab", "bc" and " a" with these scores. */
  private static GgufBuilder vocabulary(float ab, float bc, float spaceA) {
    return pieceTable()
        .raw(PREFIX + "scores", GgufValueType.ARRAY, floats(0, -9, -9, -9, -9, ab, bc, spaceA));
  }

  private static Bytes floats(float... values) {
    Bytes bytes = new Bytes().int32(GgufValueType.FLOAT32.id()).int64(values.length);
    for (float value : values) {
      bytes.int32(Float.floatToRawIntBits(value));
    }
    return bytes;
  }

  private SentencePieces segmentation(GgufBuilder builder) throws IOException {
    return (SentencePieces) read(builder).segmentation();
  }

  private boolean addsBos(GgufBuilder builder) throws IOException {
    return read(builder).addBos();
  }

  private GgufVocabulary read(GgufBuilder builder) throws IOException {
    try (GgufFile file = GgufFile.open(builder.write(directory.resolve("v.gguf")))) {
      return GgufVocabulary.of(file.metadata(), 8);
    }
  }

  private void assertIssue(GgufBuilder builder, String... parts) {
    assertThatThrownBy(() -> read(builder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("v.gguf")
        .hasMessageContainingAll(parts);
  }
}
