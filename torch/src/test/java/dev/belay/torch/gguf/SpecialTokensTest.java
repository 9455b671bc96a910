package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.torch.gguf.GgufVocabulary.TokenType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialTokensTest {

  private static final String PREFIX = "tokenizer.ggml.";
  private static final String TEMPLATE = "tokenizer.chat_template";

  @TempDir Path directory;

  @Test
  void everyNamedEndIsAnEndAndOneAloneIsANumber() throws IOException {
    assertThat(ids(file().whole(PREFIX + "eos_token_id", 0)).get("eos_token_id").asInt()).isZero();
    GgufBuilder two = file().whole(PREFIX + "eos_token_id", 0).whole(PREFIX + "eot_token_id", 1);
    assertThat(ids(two).get("eos_token_id").toString()).isEqualTo("[0,1]");
  }

  @Test
  void anEndOfTurnOfTheTemplateIsAnEnd() throws IOException {
    GgufBuilder chat =
        file().whole(PREFIX + "eos_token_id", 0).text(TEMPLATE, "{{ m }}<end_of_turn>\n");
    assertThat(ids(chat).get("eos_token_id").toString()).isEqualTo("[0,1]");
  }

  /** As files have it whose converter typed the marker as text, or as the user's own. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void anEndIsOneByItsTextWhateverItsType(int type) throws IOException {
    GgufBuilder chat =
        file(type).whole(PREFIX + "eos_token_id", 0).text(TEMPLATE, "{{ m }}<end_of_turn>\n");
    assertThat(ids(chat).get("eos_token_id").toString()).isEqualTo("[0,1]");
    assertThat(types(chat)).containsExactly(TokenType.CONTROL, TokenType.CONTROL, TokenType.NORMAL);
  }

  @Test
  void aMarkerOfTheTemplateIsAControlTokenAndTextIsNot() throws IOException {
    GgufBuilder chat =
        new GgufBuilder()
            .text(PREFIX + "model", "gpt2")
            .text(PREFIX + "pre", "gpt-2")
            .texts(PREFIX + "tokens", List.of("<|user|>", "<|bot|>", "<|x|>", "a"))
            .wholes(PREFIX + "token_type", 1, 4, 1, 1)
            .texts(PREFIX + "merges", List.of())
            .text(
                TEMPLATE, "{% for m in messages %}{{ '<|' + m.role + '|>' }}{% endfor %}<|bot|>a");
    assertThat(types(chat))
        .containsExactly(
            TokenType.CONTROL, TokenType.USER_DEFINED, TokenType.NORMAL, TokenType.NORMAL);
  }

  @Test
  void oneThatTheTemplateDoesNotUseIsNone() throws IOException {
    GgufBuilder base = file().whole(PREFIX + "eos_token_id", 0);
    assertThat(ids(base).get("eos_token_id").toString()).isEqualTo("0");
    GgufBuilder other = file().whole(PREFIX + "eos_token_id", 0).text(TEMPLATE, "{{ m }}<eos>");
    assertThat(ids(other).get("eos_token_id").toString()).isEqualTo("0");
  }

  @Test
  void whatTheFileDoesNotNameIsLeftOut() throws IOException {
    assertThat(ids(file()).properties()).isEmpty();
    ObjectNode ids = ids(file().whole(PREFIX + "bos_token_id", 2));
    assertThat(ids.get("bos_token_id").asInt()).isEqualTo(2);
    assertThat(ids.has("pad_token_id")).isFalse();
  }

  private static GgufBuilder file() {
    return file(3);
  }

  private static GgufBuilder file(int typeOfEnd) {
    return new GgufBuilder()
        .text(PREFIX + "model", "gpt2")
        .text(PREFIX + "pre", "gpt-2")
        .texts(PREFIX + "tokens", List.of("<eos>", "<end_of_turn>", "a"))
        .wholes(PREFIX + "token_type", 3, typeOfEnd, 1)
        .texts(PREFIX + "merges", List.of());
  }

  private List<TokenType> types(GgufBuilder builder) throws IOException {
    try (GgufFile file = GgufFile.open(builder.write(directory.resolve("t.gguf")))) {
      return GgufVocabulary.of(file.metadata(), 4).types();
    }
  }

  private ObjectNode ids(GgufBuilder builder) throws IOException {
    try (GgufFile file = GgufFile.open(builder.write(directory.resolve("s.gguf")))) {
      GgufVocabulary vocabulary = GgufVocabulary.of(file.metadata(), 3);
      ObjectNode config = JsonNodeFactory.instance.objectNode();
      new SpecialTokens(file.metadata(), vocabulary).addIdsTo(config);
      return config;
    }
  }
}
