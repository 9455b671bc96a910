package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.chat.TemplateTime;
import dev.belay.core.run.AtomicFiles;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose template writes the date into every prompt. */
class TemplateTimeRunTest {

  private static final String RECIPE =
      """
      evaluate: { capability: [ "arithmetic:2" ], capability_max_tokens: 2 }
      """;

  @TempDir Path temp;

  private static Path dated() throws IOException {
    Path model = TinyModel.LLAMA.directory();
    Path template = model.resolve("chat_template.jinja");
    Files.writeString(template, "{{ strftime_now('%d %b %Y') }}" + Files.readString(template));
    return model;
  }

  private static String prompts(Path run) throws IOException {
    return new ObjectMapper()
        .readTree(run.resolve("eval/before/evaluation.json").toFile())
        .at("/suites/arithmetic/prompts_sha256")
        .asText();
  }

  @Test
  void aRunKeepsItsTimeAndGoesOnWithIt() throws IOException {
    Path model = dated();
    Path run = TinyRun.on(model, RECIPE, temp, "run").folder();
    Path file = run.resolve("provenance.json");
    assertThat(TemplateTime.recorded(file)).contains(TemplateTime.ofThisProcess());
    String today = prompts(run);
    assertThat(today).isNotEmpty();

    ObjectMapper json = new ObjectMapper();
    ObjectNode begunLongAgo = (ObjectNode) json.readTree(file.toFile());
    begunLongAgo.put(TemplateTime.KEY, "2020-02-02T10:00:00Z");
    json.writeValue(file.toFile(), begunLongAgo);
    AtomicFiles.deleteTree(run.resolve("eval"));
    TinyRun.resumed(model, RECIPE, temp, "run");
    assertThat(prompts(run)).isNotEqualTo(today);
    assertThat(TemplateTime.recorded(file).orElseThrow().at().getYear()).isEqualTo(2020);
  }

  @Test
  void aTemplateWithoutADateLeavesNoTraceOfIt() {
    Path run = TinyRun.of(RECIPE, temp).folder();
    assertThat(TemplateTime.recorded(run.resolve("provenance.json"))).isEmpty();
  }
}
