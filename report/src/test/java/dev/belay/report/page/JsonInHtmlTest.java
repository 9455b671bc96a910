package dev.belay.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonInHtmlTest {

  @Test
  void everyCharacterOfTheFirstPlaneComesBackFromUtf8() throws JsonProcessingException {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= 0xFFFF; c++) {
      all.append((char) c).append(' ');
    }
    all.append("\ud83d\ude00\udb40\udc41");
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("text", all.toString());
    String written = JsonInHtml.of(node);
    byte[] bytes = written.getBytes(StandardCharsets.UTF_8);
    String read = new String(bytes, StandardCharsets.UTF_8);
    assertThat(Json.MAPPER.readTree(read).path("text").asText()).isEqualTo(all.toString());
    assertThat(written).doesNotContain("<", "\u202e", "\u2028");
  }

  @Test
  void nothingEndsTheElement() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("</script>", "<!--</script>");
    assertThat(JsonInHtml.of(node))
        .isEqualTo("{\"\\u003c/script\\u003e\":\"\\u003c!--\\u003c/script\\u003e\"}");
  }
}
