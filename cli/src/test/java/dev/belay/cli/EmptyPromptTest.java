package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A prompt without a token is bad input, whoever made it. */
class EmptyPromptTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path temp;

  private static String refused(Object... arguments) {
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setErr(new PrintWriter(err, true));
    int exit =
        commandLine.execute(Stream.of(arguments).map(String::valueOf).toArray(String[]::new));
    assertThat(exit).as(err.toString()).isEqualTo(2);
    return err.toString();
  }

  @Test
  void ofAPerson() {
    assertThat(refused("generate", "--model", TinyModel.LLAMA.directory(), "--raw", ""))
        .contains("the prompt is empty");
  }

  @Test
  void ofATemplate() throws IOException {
    Path model = temp.resolve("model");
    Files.createDirectory(model);
    for (String name :
        List.of("config.json", "generation_config.json", "model.safetensors", "tokenizer.json")) {
      Files.copy(TinyModel.LLAMA.directory().resolve(name), model.resolve(name));
    }
    Files.writeString(model.resolve("chat_template.jinja"), "");
    assertThat(refused("generate", "--model", model, "hi")).contains("the chat template");
    Path out = temp.resolve("out");
    assertThat(refused("eval", "--model", model, "--suite", "builtin-safety:1", "--out", out))
        .contains("the chat template makes an empty prompt");
  }
}
