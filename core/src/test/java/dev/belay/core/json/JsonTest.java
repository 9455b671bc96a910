package dev.belay.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void whatATerminalWouldObeyIsEscapedAndReadsBack() throws IOException {
    String hostile = "\u001b[2J \u007f \u009b31m \u202e \u2066 \u200f \u061c end";
    String written = Json.pretty(Map.of("text", hostile));
    assertThat(written)
        .contains("\\u001B[2J \\u007F \\u009b31m \\u202e \\u2066 \\u200f \\u061c end");
    assertThat(Json.MAPPER.readTree(written).get("text").asText()).isEqualTo(hostile);
    assertThat(Json.line(Map.of("text", hostile)))
        .isEqualTo(
            "{\"text\":\"\\u001B[2J \\u007F \\u009b31m \\u202e \\u2066 \\u200f \\u061c end\"}");
  }

  @Test
  void wordsOfAnyLanguageStandAsTheyAre() {
    assertThat(Json.pretty(Map.of("text", "é 語 😀 \t"))).contains("é 語 😀 \\t");
    assertThat(Json.line(Map.of("text", "é 語 😀 \t"))).isEqualTo("{\"text\":\"é 語 😀 \\t\"}");
  }
}
