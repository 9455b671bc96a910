package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What of a line the model gets to see. */
class GenerateCommandTest {

  private static final String TOOLS =
      "{%- if tools %}{{ tools | tojson }}{% endif %}{% for m in messages %}<|im_start|>"
          + "{{ m.role }}\n{{ m.content }}{% for c in m.tool_calls %}{{ c.name }}{% endfor %}"
          + "<|im_end|>\n{% endfor %}";

  @TempDir Path folder;
  private final Path model = TinyModel.LLAMA.directory();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int generate(String... more) {
    out.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of("generate", "--model", model.toString()));
    all.addAll(List.of("--dtype", "float32", "--max-tokens", "4", "--logprobs"));
    all.addAll(List.of(more));
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(all.toArray(String[]::new));
  }

  private int lines(String json) throws IOException {
    return generate(
        "--input",
        Files.writeString(folder.resolve("p.jsonl"), json.replace('\'', '"')).toString());
  }

  private JsonNode line(int number) throws IOException {
    return new ObjectMapper().readTree(out.toString().lines().toList().get(number));
  }

  @Test
  void whatATerminalWouldObeyIsEscapedInTheLines() throws IOException {
    String id = "\u009b31mé😀\u202e\u007f";
    assertThat(lines("{'id': '%s', 'prompt': 'Hi'}".formatted(id))).isZero();
    assertThat(out.toString()).contains("\\u009b31mé😀\\u202e\\u007F");
    assertThat(line(0).get("id").asText()).isEqualTo(id);
  }

  @Test
  void toolsAndCallsAreSeen() throws IOException {
    Files.writeString(model.resolve("chat_template.jinja"), TOOLS);
    String messages = "'messages': [{'role': 'user', 'content': 'Hi'}";
    String call = ", {'role': 'assistant', 'content': 'Yes', 'tool_calls': [{'name': 'noop'}]}";
    assertThat(
            lines(
                "{"
                    + messages
                    + "]}\n{"
                    + messages
                    + "], 'tools': [{'a': 1}]}\n{"
                    + messages
                    + call
                    + "]}\n{"
                    + messages
                    + call.replace("noop", "other")
                    + "]}\n"))
        .as(err.toString())
        .isZero();
    assertThat(List.of(line(0), line(1), line(2), line(3)))
        .extracting(line -> line.get("logprobs"))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "{'prompt': 'a', 'max_tokens': 3, 'temperature': 9}; nothing is done with max_tokens,"
            + " temperature",
        "{'prompt': 'a', 'messages': []}; one of the two",
        "{'id': 'x'}; one of the two",
        "{'messages': [{'role': 'user'}]}; messages[0].content: needs a text",
        "{'messages': [{'content': 'x'}]}; messages[0].role: needs a string",
        "{'prompt': 'a', 'tools': [{}]}; never reads tools",
        "{'messages': [{'role': 'user', 'content': 'a', 'name': 'n'}]}; never reads messages.name",
      })
  void whatWouldBeDroppedIsRefused(String line, String reason) throws IOException {
    assertThat(lines(line)).isEqualTo(2);
    assertThat(err.toString()).contains("p.jsonl:1").contains(reason);
  }

  @Test
  void aRawTextBeginsAsItsTokenizerSays() throws IOException {
    assertThat(generate("--raw", "<|im_start|>the quick")).isZero();
    JsonNode begun = line(0).get("logprobs");
    assertThat(generate("--raw", "the quick")).isZero();
    assertThat(line(0).get("logprobs")).isNotEqualTo(begun);
    Files.writeString(
        model.resolve("tokenizer_config.json"),
        "{\"bos_token\": \"<|im_start|>\", \"add_bos_token\": true}");
    assertThat(generate("--raw", "the quick")).isZero();
    assertThat(line(0).get("logprobs")).isEqualTo(begun);
    assertThat(generate("--raw", "<|im_start|>the quick")).isZero();
    assertThat(line(0).get("logprobs")).isEqualTo(begun);
  }

  @ParameterizedTest
  @CsvSource({"--system, x", "--chat-template, default", "--template-time, 2026-01-01"})
  void whatBelongsToATemplateDoesNotGoWithRaw(String option, String value) {
    assertThat(generate("--raw", option, value, "the quick")).isEqualTo(2);
    assertThat(err.toString()).contains("--raw uses no chat template");
  }
}
