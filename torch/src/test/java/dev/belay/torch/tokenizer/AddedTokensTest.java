package dev.belay.torch.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tiny model's tokenizer, which knows its three markers from one file or from another. */
class AddedTokensTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROWS = 512;

  private final Path directory = TinyModel.LLAMA.directory();

  /** Takes the markers out of {@code tokenizer.json}, where they are nothing then but entries. */
  private void forget(boolean vocabularyToo) throws IOException {
    Path file = directory.resolve("tokenizer.json");
    ObjectNode root = (ObjectNode) JSON.readTree(file.toFile());
    root.putArray("added_tokens");
    root.putNull("post_processor");
    if (vocabularyToo) {
      ObjectNode vocabulary = root.withObject("/model/vocab");
      vocabulary.remove("<|im_start|>");
      vocabulary.remove("<|im_end|>");
    }
    JSON.writeValue(file.toFile(), root);
    Files.writeString(directory.resolve("tokenizer_config.json"), "{}");
    Files.deleteIfExists(directory.resolve("special_tokens_map.json"));
  }

  private void file(String name, String json) throws IOException {
    Files.writeString(directory.resolve(name), json);
  }

  private int[] encoded(String text) {
    try (HuggingFaceTokenizer tokenizer =
        HuggingFaceTokenizer.open(directory.resolve("tokenizer.json"), ROWS + 2)) {
      return tokenizer.encode(text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "tokenizer_config.json; {'added_tokens_decoder': {'1': {'content': '<|im_start|>'},"
            + " '2': {'content': '<|im_end|>', 'special': true}}}",
        "added_tokens.json; {'<|im_start|>': 1, '<|im_end|>': 2}",
        "special_tokens_map.json; {'additional_special_tokens': ['<|im_start|>',"
            + " {'content': '<|im_end|>', 'lstrip': false}]}",
        "tokenizer_config.json; {'bos_token': '<|im_start|>', 'eos_token': {'content':"
            + " '<|im_end|>'}}",
        "tokenizer_config.json; {'extra_special_tokens': {'open': '<|im_start|>', 'shut':"
            + " '<|im_end|>'}}",
        "tokenizer_config.json; {'turn_token': '<|im_start|>', 'over_token': '<|im_end|>'}",
      })
  void aMarkerIsOneTokenWhicheverFileNamesIt(String name, String json) throws IOException {
    for (boolean vocabularyToo : new boolean[] {false, true}) {
      forget(vocabularyToo);
      Files.deleteIfExists(directory.resolve("added_tokens.json"));
      assertThat(encoded("<|im_start|>")).hasSizeGreaterThan(1);
      file(name, json.replace('\'', '"'));
      int[] ids = encoded("<|im_start|>Hi<|im_end|>");
      if (json.contains("1") || !vocabularyToo) {
        assertThat(ids).startsWith(1).endsWith(2);
      } else {
        assertThat(ids).startsWith(ROWS).hasSizeLessThan(6); // Behind the last of the vocabulary.
      }
    }
  }

  /** As the library counts otherwise: its own tokens that are not in the vocabulary move. */
  @Test
  void tokensKeepTheIdsThatTheirFilesGiveThem() throws IOException {
    forget(true);
    Path file = directory.resolve("tokenizer.json");
    ObjectNode root = (ObjectNode) JSON.readTree(file.toFile());
    root.withObject("/model/vocab").remove("<|endoftext|>");
    root.withArray("added_tokens")
        .addObject()
        .put("id", 0)
        .put("content", "<|endoftext|>")
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
    JSON.writeValue(file.toFile(), root);
    file("added_tokens.json", "{\"<|im_end|>\": 2, \"<|im_start|>\": 1}");
    assertThat(encoded("<|endoftext|><|im_start|><|im_end|>")).containsExactly(0, 1, 2);
  }

  @Test
  void whatIsSpecialIsLeftOutWhenDecoded() throws IOException {
    forget(false);
    file("added_tokens.json", "{\"<|im_start|>\": 1, \"<|im_end|>\": 2}");
    file("special_tokens_map.json", "{\"eos_token\": \"<|im_end|>\"}");
    try (HuggingFaceTokenizer tokenizer =
        HuggingFaceTokenizer.open(directory.resolve("tokenizer.json"), ROWS)) {
      assertThat(tokenizer.decode(new int[] {1, 2})).isEqualTo("<|im_start|>");
      assertThat(tokenizer.isAdded(2)).isTrue();
      assertThat(tokenizer.isAdded(40)).isFalse();
      assertThat(tokenizer.id("<|im_end|>")).hasValue(2);
      assertThat(tokenizer.id("<|nothing|>")).isEmpty();
    }
  }

  @Test
  void filesThatAddNothingLeaveTheTokenizerAsItIs() throws IOException {
    Path file = directory.resolve("tokenizer.json");
    TokenizerFile read = TokenizerFile.read(file);
    assertThat(read.text()).isEqualTo(Files.readString(file));
    assertThat(read.sha256()).isEqualTo(Sha256.of(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "{'2': {'content': '<|im_end|>', 'rstrip': true},"
            + " '3': {'content': '\\n', 'lstrip': true}}; false; has rstrip beside",
        "{'2': {'content': '<|im_end|>', 'rstrip': true},"
            + " '3': {'content': '\\u00a0x', 'lstrip': true}}; false; has rstrip beside",
        "{'2': {'content': '<|im_end|>', 'rstrip': true}, '3': {'content': '\\n'}}; false; none",
        "{'2': {'content': '<|im_end|>', 'rstrip': true},"
            + " '3': {'content': 'x', 'lstrip': true}}; false; none",
        "{'3': {'content': 'x', 'normalized': true}}; true; is normalized",
        "{'3': {'content': 'x'}}; true; none",
      })
  void whatAbortsOnlyTogetherIsRefusedWhicheverFileSaysIt(
      String tokens, boolean removes, String refusal) throws IOException {
    Path file = directory.resolve("tokenizer.json");
    if (removes) {
      ObjectNode root = (ObjectNode) JSON.readTree(file.toFile());
      root.set(
          "normalizer",
          JSON.readTree("{\"type\":\"Replace\",\"pattern\":{\"String\":\"x\"},\"content\":\"\"}"));
      JSON.writeValue(file.toFile(), root);
    }
    String decoder = "{'added_tokens_decoder': %s}".formatted(tokens);
    file("tokenizer_config.json", decoder.replace('\'', '"'));
    if (refusal.equals("none")) {
      assertThat(encoded("a<|im_end|> \n b x")).isNotEmpty();
    } else {
      assertThatThrownBy(() -> encoded("a"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(refusal);
    }
  }

  @Test
  void whichFileNamesATokenMakesNoOtherTokenizer() throws IOException {
    Path other = TinyModel.LLAMA.directory();
    forget(false);
    assertThat(TokenizerDifference.between(directory, other)).isPresent();
    file(
        "tokenizer_config.json",
        "{\"eos_token\": \"<|im_end|>\", \"bos_token\": \"<|im_start|>\", \"pad_token\":"
            + " \"<|endoftext|>\"}");
    assertThat(TokenizerDifference.between(directory, other)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "{'bos_token': '<|im_start|>'}; true; 1; 0",
        "{'bos_token': '<|im_start|>'}; false; 0; 0",
        "{'bos_token': '<|im_start|>', 'add_bos_token': true}; false; 1; 0",
        "{'bos_token': '<|im_start|>', 'add_bos_token': false}; true; 0; 0",
        "{'eos_token': '<|im_end|>', 'add_eos_token': true}; false; 0; 1",
      })
  void aWholeTextBeginsAndEndsAsItsTokenizerSays(
      String config, boolean processor, int before, int behind) throws IOException {
    Path file = directory.resolve("tokenizer.json");
    ObjectNode root = (ObjectNode) JSON.readTree(file.toFile());
    if (processor) {
      root.set(
          "post_processor",
          JSON.readTree(
              """
              {"type": "TemplateProcessing",
               "single": [{"SpecialToken": {"id": "<|im_start|>", "type_id": 0}},
                          {"Sequence": {"id": "A", "type_id": 0}}],
               "pair": [{"Sequence": {"id": "A", "type_id": 0}},
                        {"Sequence": {"id": "B", "type_id": 1}}],
               "special_tokens": {"<|im_start|>": {"id": "<|im_start|>", "ids": [1],
                                                   "tokens": ["<|im_start|>"]}}}
              """));
    } else {
      root.putNull("post_processor");
    }
    JSON.writeValue(file.toFile(), root);
    file("tokenizer_config.json", config.replace('\'', '"'));
    try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.open(file, ROWS)) {
      int bare = tokenizer.encode("Hi").length;
      int[] whole = tokenizer.encodeWhole("Hi");
      assertThat(whole).hasSize(before + bare + behind);
      assertThat(whole[0] == 1).isEqualTo(before == 1);
      assertThat(whole[whole.length - 1] == 2).isEqualTo(behind == 1);
      // A text that brings its beginning gets no second one.
      assertThat(tokenizer.encodeWhole("<|im_start|>Hi")).hasSize(1 + bare + behind);
    }
  }
}
