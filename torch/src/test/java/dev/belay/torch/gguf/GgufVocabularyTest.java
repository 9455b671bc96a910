package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.error.BadInputException;
import dev.belay.torch.tokenizer.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GgufVocabularyTest {

  private static final String PREFIX = "tokenizer.ggml.";

  @TempDir Path directory;

  /** The reference is a byte-pair encoder of its own, with llama.cpp's rules for each name. */
  @ParameterizedTest
  @ValueSource(strings = {"smollm", "gpt-2", "qwen2", "llama-bpe", "dbrx", "gpt-4o", "default"})
  void idsAreThoseOfTheReferenceForEveryPreTokenizer(String pre) throws IOException {
    JsonNode golden = TinyGguf.json("words.json");
    try (HuggingFaceTokenizer tokenizer = tinyTokenizer(pre)) {
      for (int i = 0; i < golden.get("samples").size(); i++) {
        String text = golden.get("samples").get(i).asText();
        if (pre.equals("qwen2")
            && !java.text.Normalizer.isNormalized(text, java.text.Normalizer.Form.NFC)) {
          continue; // Qwen's own tokeniser composes characters first; llama.cpp does not.
        }
        int[] expected =
            new ObjectMapper().convertValue(golden.get("ids").get(pre).get(i), int[].class);
        assertThat(tokenizer.encode(text)).as("%s: %s", pre, text).containsExactly(expected);
      }
    }
  }

  @Test
  void qwenComposesCharactersFirst() throws IOException {
    try (HuggingFaceTokenizer tokenizer = tinyTokenizer("qwen2")) {
      assertThat(tokenizer.encode("e\u0301")).containsExactly(tokenizer.encode("\u00e9"));
    }
  }

  @Test
  void fillersOfTheVocabularyAreNoTokens() throws IOException {
    try (HuggingFaceTokenizer tokenizer = tinyTokenizer("llama-bpe")) {
      int filler = vocabularySize() - 1;
      assertThat(tokenizer.encode("[PAD" + filler + "]"))
          .doesNotContain(filler)
          .hasSizeGreaterThan(1);
    }
  }

  @Test
  void aBeginningOfTextTokenIsPutFirstWhereTheModelWantsIt() throws IOException {
    JsonNode withBos =
        tokenizerJson(
            LlamaFiles.vocabulary(new GgufBuilder(), "").truth(PREFIX + "add_bos_token", true), 0);
    assertThat(withBos.at("/post_processor/type").asText()).isEqualTo("TemplateProcessing");
    assertThat(withBos.at("/post_processor/single/0/SpecialToken/id").asText()).isEqualTo("<s>");
    assertThat(withBos.at("/post_processor/special_tokens/<s>/ids/0").asInt()).isZero();
    JsonNode without = tokenizerJson(LlamaFiles.vocabulary(new GgufBuilder(), ""), 0);
    assertThat(without.get("post_processor").isNull()).isTrue();
    GgufBuilder llama =
        LlamaFiles.vocabulary(new GgufBuilder().text(PREFIX + "pre", "llama3"), PREFIX + "pre");
    assertThat(tokenizerJson(llama, 0).at("/post_processor/type").asText())
        .isEqualTo("TemplateProcessing");
  }

  @Test
  void controlTokensAreSpecialAndUsersTokensAreNot() throws IOException {
    GgufBuilder builder =
        LlamaFiles.vocabulary(
            new GgufBuilder().wholes(PREFIX + "token_type", 3, 1, 4, 1), PREFIX + "token_type");
    JsonNode added = tokenizerJson(builder, 0).get("added_tokens");
    assertThat(added).hasSize(2);
    assertThat(added.get(0).get("content").asText()).isEqualTo("<s>");
    assertThat(added.get(0).get("special").asBoolean()).isTrue();
    assertThat(added.get(1).get("id").asInt()).isEqualTo(2);
    assertThat(added.get(1).get("special").asBoolean()).isFalse();
  }

  @Test
  void anUnknownPreTokenizerIsAnErrorAndNotAGuess() {
    assertIssue(
        LlamaFiles.vocabulary(new GgufBuilder().text(PREFIX + "pre", "tekken"), PREFIX + "pre"),
        "tokenizer.ggml.pre: found \"tekken\"",
        "smollm, refact, starcoder, gpt-2, qwen2, llama-bpe, llama3, llama-v3, dbrx, smaug-bpe,"
            + " gpt-4o, default");
    assertIssue(
        LlamaFiles.vocabulary(new GgufBuilder(), PREFIX + "pre"),
        "tokenizer.ggml.pre: missing",
        "smollm");
  }

  @Test
  void otherTokenizersAreRefused() {
    assertIssue(
        LlamaFiles.vocabulary(new GgufBuilder().text(PREFIX + "model", "t5"), PREFIX + "model"),
        "tokenizer.ggml.model: found \"t5\"",
        "gpt2",
        "llama");
  }

  @Test
  void inconsistentVocabulariesAreRefused() {
    assertIssue(tokens("<s>", "a", "b", "ab", "c"), "5 tokens for an embedding of 4 rows");
    assertIssue(tokens("<s>", "a", "a", "ab"), "tokens 1 and 2 are both \"a\"");
    assertIssue(tokens("<s>", "a", "", "ab"), "token 2 is empty");
    assertIssue(types(3, 1, 1), "token_type", "an array of 4 integers");
    assertIssue(types(3, 1, 1, 7), "token 3 is of type 7");
    assertIssue(merges("a"), "merge 0 is \"a\": expected two tokens");
    assertIssue(merges("a b", "a b c"), "merge 1 is \"a b c\"");
    assertIssue(merges("a c"), "merge 0 is \"a c\": \"c\" is not a token");
    assertIssue(merges("b a"), "\"ba\" is not a token");
  }

  @Test
  void tokensOfAnyLengthAreNotImported() {
    assertIssue(
        tokens("<unk>", "a", "b", "a".repeat(1_025)),
        "token 3 has 1,025 characters; at most 1,024");
  }

  @Test
  void idsOfSpecialTokensMustBeTokens() throws IOException {
    Path file =
        LlamaFiles.vocabulary(new GgufBuilder(), "")
            .whole(PREFIX + "eos_token_id", 4)
            .write(directory.resolve("v.gguf"));
    try (GgufFile gguf = GgufFile.open(file)) {
      GgufVocabulary vocabulary = GgufVocabulary.of(gguf.metadata(), 4);
      assertThatThrownBy(() -> vocabulary.special(gguf.metadata(), "eos"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("eos_token_id: found 4, expected an integer from 0 to 3");
      assertThat(vocabulary.special(gguf.metadata(), "bos")).isEmpty();
    }
  }

  private static GgufBuilder tokens(String... tokens) {
    return LlamaFiles.vocabulary(
        new GgufBuilder().texts(PREFIX + "tokens", List.of(tokens)), PREFIX + "tokens");
  }

  private static GgufBuilder types(int... types) {
    return LlamaFiles.vocabulary(
        new GgufBuilder().wholes(PREFIX + "token_type", types), PREFIX + "token_type");
  }

  private static GgufBuilder merges(String... merges) {
    return LlamaFiles.vocabulary(
        new GgufBuilder().texts(PREFIX + "merges", List.of(merges)), PREFIX + "merges");
  }

  private void assertIssue(GgufBuilder builder, String... parts) {
    assertThatThrownBy(() -> tokenizerJson(builder, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("v.gguf")
        .hasMessageContainingAll(parts);
  }

  private JsonNode tokenizerJson(GgufBuilder builder, int bos) throws IOException {
    try (GgufFile file = GgufFile.open(builder.write(directory.resolve("v.gguf")))) {
      GgufVocabulary vocabulary = GgufVocabulary.of(file.metadata(), 4);
      return new TokenizerJson(vocabulary, OptionalInt.of(bos)).build();
    }
  }

  private static int vocabularySize() throws IOException {
    return TinyGguf.json("tiny.json").at("/model.embed_tokens.weight/shape/0").asInt();
  }

  /** The tiny model's vocabulary under another name of the cut before merging. */
  private HuggingFaceTokenizer tinyTokenizer(String pre) throws IOException {
    GgufBuilder builder =
        new GgufBuilder().text(PREFIX + "model", "gpt2").text(PREFIX + "pre", pre);
    int size = vocabularySize();
    Path tiny = Files.write(directory.resolve("tiny.gguf"), TinyGguf.file());
    try (GgufFile file = GgufFile.open(tiny)) {
      GgufMetadata metadata = file.metadata();
      builder.texts(PREFIX + "tokens", metadata.texts(PREFIX + "tokens"));
      builder.texts(PREFIX + "merges", metadata.texts(PREFIX + "merges"));
      builder.wholes(PREFIX + "token_type", metadata.wholes(PREFIX + "token_type", size));
    }
    try (GgufFile file = GgufFile.open(builder.write(directory.resolve("pre.gguf")))) {
      GgufVocabulary vocabulary = GgufVocabulary.of(file.metadata(), size);
      Path json = directory.resolve("tokenizer.json");
      new ObjectMapper()
          .writeValue(json.toFile(), new TokenizerJson(vocabulary, OptionalInt.empty()).build());
      return HuggingFaceTokenizer.open(json, size);
    }
  }
}
