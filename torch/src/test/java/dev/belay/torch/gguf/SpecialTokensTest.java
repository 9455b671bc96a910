package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    return new GgufBuilder()
        .text(PREFIX + "model", "gpt2")
        .text(PREFIX + "pre", "gpt-2")
        .texts(PREFIX + "tokens", List.of("<eos>", "<end_of_turn>", "a"))
        .wholes(PREFIX + "token_type", 3, 3, 1)
        .texts(PREFIX + "merges", List.of());
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
