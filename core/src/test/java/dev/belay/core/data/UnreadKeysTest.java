package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadKeysTest {

  @TempDir Path directory;

  private Path file(String json) throws IOException {
    return Files.writeString(directory.resolve("d.jsonl"), json.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'messages':[{'role':'user','content':'a'},{'role':'assistant','content':'b',"
            + "'tool_calls':[{}]}],'tools':[{}]} | tools, messages.tool_calls",
        "{'messages':[{'role':'user','content':'a'},{'role':'assistant','content':'b',"
            + "'reasoning_content':'c'}]} | messages.reasoning_content",
        "{'prompt':'a','completion':'b','documents':['c']} | documents",
        "{'prompt':[{'role':'user','content':'a','name':'n'}],"
            + "'completion':[{'role':'assistant','content':'b'}]} | prompt.name",
      })
  void whatWouldChangeTheConversationIsRefused(String record, String named) throws IOException {
    Path file = file(record);
    assertThatThrownBy(() -> UserFiles.of(file).demonstrations())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("d.jsonl:1: nothing is learned from or asked with " + named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'prompt':'a','completion':'b','source':'web','score':3}",
        "{'prompt':'a','completion':'b','tools':[],'system':''}",
        "{'messages':[{'role':'user','content':'a','name':null},"
            + "{'role':'assistant','content':'b','tool_calls':[]}],'tools':null}",
      })
  void whatDescribesTheRecordOrIsEmptyIsNot(String record) throws IOException {
    assertThat(UserFiles.of(file(record)).demonstrations()).hasSize(1);
  }
}
