package dev.belay.core.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatJsonTest {

  @Test
  void aListIsTheMessages() {
    Conversation conversation =
        ChatJson.parse("[{\"role\": \"user\", \"content\": \"Hi\"}]", "test");
    assertThat(conversation.messages()).isEqualTo(List.of(Map.of("role", "user", "content", "Hi")));
    assertThat(conversation.variables()).isEmpty();
  }

  @Test
  void furtherKeysOfAnObjectAreVariables() {
    Conversation conversation =
        ChatJson.parse(
            "{\"tools\": [{\"name\": \"f\"}], \"messages\": [{\"role\": \"user\"}], \"x\": null}",
            "test");
    assertThat(conversation.messages()).hasSize(1);
    assertThat(conversation.variables().keySet()).containsExactly("tools", "x");
    assertThat(conversation.variables().get("tools")).isEqualTo(List.of(Map.of("name", "f")));
  }

  @Test
  void numbersArePrintedAsPythonReadsThem() {
    Conversation conversation =
        ChatJson.parse(
            """
            [{"role": "user", "content": [1, 1.0, -0, -0.0, 1e3, 1E400, 0.1, 1e16, 12345678901234567890,
              9007199254740993, 1.10, 1e-7, NaN, -Infinity, true, null]}]
            """,
            "test");
    assertThat(
            ChatTemplate.compile("{{ messages[0].content }}")
                .render(conversation, false, Map.of())
                .text())
        .isEqualTo(
            "[1, 1.0, 0, -0.0, 1000.0, inf, 0.1, 1e+16, 12345678901234567890, 9007199254740993,"
                + " 1.1, 1e-07, nan, -inf, True, None]");
  }

  @Test
  void keysKeepTheirOrder() {
    Conversation conversation =
        ChatJson.parse("[{\"role\": \"user\", \"z\": 1, \"a\": 2, \"m\": 3}]", "test");
    assertThat(conversation.messages().getFirst().keySet()).containsExactly("role", "z", "a", "m");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                                    | with at least one message
          {}                                    | needs a list of messages
          {"messages": {}}                      | needs a list of messages
          "text"                                | needs a list of messages
          5                                     | needs a list of messages
          [1]                                   | messages[0]: needs an object
          [{"role": "user"}, {"content": "x"}]  | messages[1].role: needs a string
          [{"role": 5}]                         | messages[0].role: needs a string
          [{"role": "user"}                     | file.json:1: not JSON
          [{"role": "user"}] x                  | file.json:1: not JSON
          {"messages": []}                      | with at least one message
          """)
  void whatIsWrongIsSaid(String json, String problem) {
    assertThatThrownBy(() -> ChatJson.parse(json, "file.json"))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("file.json")
        .hasMessageContaining(problem);
  }

  @Test
  void allThatIsWrongIsSaidTogether() {
    assertThatThrownBy(() -> ChatJson.parse("[1, {\"role\": 2}, {}]", "f"))
        .isInstanceOfSatisfying(BadInputException.class, e -> assertThat(e.issues()).hasSize(3));
  }

  @Test
  void theLineOfWhatIsNotJsonIsSaid(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("m.json"), "[\n{\"role\":\n oops}]");
    assertThatThrownBy(() -> ChatJson.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("m.json:3: not JSON");
    assertThatThrownBy(() -> ChatJson.read(folder.resolve("none.json")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("none.json: cannot be read");
  }
}
