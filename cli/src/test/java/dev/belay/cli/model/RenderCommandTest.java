package dev.belay.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.Progress;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RenderCommandTest {

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private String error = "";
  private String messages = "";

  @BeforeEach
  void writeMessages() throws IOException {
    messages = file("messages.json", "[{\"role\": \"user\", \"content\": \"Héy 😀\\n\"}]");
  }

  @Test
  void printsWhatTheModelSeesAndNothingElse() {
    String model = TinyModel.LLAMA.directory().toString();
    assertThat(run("--model", model, messages)).isZero();
    assertThat(out.toString()).isEqualTo("<|im_start|>user\nHéy 😀\n<|im_end|>\n");
    out.getBuffer().setLength(0);
    assertThat(run("--model", model, "--add-generation-prompt", messages)).isZero();
    assertThat(out.toString())
        .isEqualTo("<|im_start|>user\nHéy 😀\n<|im_end|>\n<|im_start|>assistant\n");
  }

  @Test
  void printsALineForEachToken() {
    String model = TinyModel.LLAMA.directory().toString();
    String plain = file("plain.json", "[{\"role\": \"user\", \"content\": \"a\\tb\\\\\"}]");
    assertThat(run("--model", model, "--tokens", plain)).isZero();
    String[] lines = out.toString().split(System.lineSeparator());
    assertThat(lines[0]).matches("\\d+\t<\\|im_start\\|>");
    assertThat(lines).allMatch(line -> line.matches("\\d+\t\\S.*| .*"));
    StringBuilder joined = new StringBuilder();
    for (String line : lines) {
      joined.append(line.substring(line.indexOf('\t') + 1));
    }
    assertThat(joined.toString()).isEqualTo("<|im_start|>user\\na\\tb\\\\<|im_end|>\\n");
  }

  @Test
  void aTemplateNeedsNoModel() {
    String template =
        file(
            "t.jinja",
            "{% for m in messages %}{% generation %}{{ m.content }}{% endgeneration %}{% endfor %}"
                + "{{ extra }}{{ bos_token is defined }}");
    String more =
        file(
            "more.json",
            "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"extra\": 1.0}");
    assertThat(run("--template", template, more)).isZero();
    assertThat(out.toString()).isEqualTo("x1.0False");
  }

  @Test
  void aTemplateTakesTheModelsPlace() throws IOException {
    String template = file("t.jinja", "{{ eos_token }}{% generation %}a{% endgeneration %}");
    String model = TinyModel.LLAMA.directory().toString();
    assertThat(run("--model", model, "--template", template, "--json", messages)).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("text").asText()).isEqualTo("<|im_end|>a");
    assertThat(json.get("assistant_spans").toString()).isEqualTo("[[10,11]]");
    assertThat(json.get("token_ids").size()).isEqualTo(2);
  }

  @Test
  void aModelWithoutTemplateIsBadInput() {
    assertThat(run("--model", TinyModel.LLAMA_UNTIED.directory().toString(), messages))
        .isEqualTo(2);
    assertThat(error).contains("has no chat template", "--template FILE");
  }

  @Test
  void badInputIsSaid() {
    assertThat(run(messages)).isEqualTo(2);
    assertThat(error).contains("--model MODEL", "--template FILE");
    String template = file("t.jinja", "\n{{ raise_exception('no') }}");
    assertThat(run("--template", template, "--tokens", messages)).isEqualTo(2);
    assertThat(error).contains("--tokens needs a tokenizer");
    assertThat(run("--template", template, messages)).isEqualTo(2);
    assertThat(error).isEqualTo("The chat template, line 2: no");
    assertThat(run("--template", template, folder.resolve("none.json").toString())).isEqualTo(2);
    assertThat(error).contains("none.json: cannot be read");
    assertThat(run("--template", folder.resolve("none.jinja").toString(), messages)).isEqualTo(2);
    assertThat(error).contains("none.jinja: cannot be read");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void piecesStayOnTheirLine() {
    assertThat(TokenPiece.escaped("a\n\r\t\\ é😀\u0000\u200b\ufffd\u00a0\u2028"))
        .isEqualTo("a\\n\\r\\t\\\\ é😀\\u0000\\u200b\\ufffd\\u00a0\\u2028");
    assertThat(TokenPiece.escaped("\udbff\udfff")).isEqualTo("\\U0010ffff");
  }

  private String file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text).toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "render";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Map<String, String> environment = Map.of("BELAY_HOME", folder.toString(), "BELAY_OFFLINE", "1");
    return new CommandLine(new ModelCommand(() -> Progress.SILENT, environment))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(new StringWriter()))
        .setExecutionExceptionHandler(
            (thrown, commandLine, parsed) -> {
              error = String.valueOf(thrown.getMessage());
              return thrown instanceof BadInputException ? 2 : 1;
            })
        .execute(all);
  }
}
