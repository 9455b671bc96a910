package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import picocli.CommandLine;

/** Which chat template an evaluation asks with, and at what time. */
class EvalTemplateTest {

  @TempDir Path folder;
  private final Path model = TinyModel.LLAMA.directory();
  private final StringWriter err = new StringWriter();

  private int eval(String into, String... more) {
    List<String> all = new ArrayList<>(List.of("eval", "--model", model.toString()));
    all.addAll(List.of("--dtype", "float32", "--max-tokens", "2", "--suite", "arithmetic:2"));
    all.addAll(List.of("--out", folder.resolve(into).toString()));
    all.addAll(List.of(more));
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(new StringWriter(), true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(all.toArray(String[]::new));
  }

  private String prompts(String into) throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve(into).resolve("evaluation.json").toFile())
        .at("/suites/arithmetic/prompts_sha256")
        .asText();
  }

  @Test
  void anEvaluationGoesOnAtItsOwnTime() throws IOException {
    Path template = model.resolve("chat_template.jinja");
    Files.writeString(template, "{{ strftime_now('%d %b %Y') }}" + Files.readString(template));
    assertThat(eval("a", "--template-time", "2026-01-01")).as(err.toString()).isZero();
    Files.delete(folder.resolve("a").resolve("summary.json"));
    assertThat(eval("a", "--resume")).as(err.toString()).isZero();
    assertThat(eval("b", "--template-time", "2026-01-01T23:00")).isZero();
    assertThat(prompts("b")).isEqualTo(prompts("a"));
    assertThat(prompts("a")).hasSize(64);
    assertThat(eval("c", "--template-time", "2026-01-02")).isZero();
    assertThat(prompts("c")).isNotEqualTo(prompts("a"));
  }

  @Test
  void aTemplateThatThereIsNotIsSaid() throws IOException {
    assertThat(eval("a", "--chat-template", "rag")).isEqualTo(2);
    assertThat(err.toString()).contains("no chat template named \"rag\"; it has default");
    Path named = Files.createDirectory(model.resolve("additional_chat_templates"));
    Files.writeString(named.resolve("rag.jinja"), "{{ messages[0].content }}<|im_end|>");
    assertThat(eval("a", "--chat-template", "rag")).as(err.toString()).isZero();
    assertThat(eval("b")).isZero();
    assertThat(prompts("b")).isNotEqualTo(prompts("a"));
  }
}
