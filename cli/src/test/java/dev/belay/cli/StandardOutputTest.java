package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** What commands print for a terminal. */
class StandardOutputTest {

  private static final String HOSTILE = "\u001b[31m\u009b\u202e\u0007";

  @TempDir Path folder;

  private static String belay(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setColorScheme(Help.defaultColorScheme(Help.Ansi.ON));
    assertThat(commandLine.execute(arguments)).isZero();
    return out.toString();
  }

  @Test
  void textOfAModelIsShownAndNotObeyed() throws IOException {
    Path model = TinyModel.LLAMA.directory();
    Files.writeString(
        model.resolve("chat_template.jinja"),
        "{{ '<|é%s|>' + messages[0].content }}".formatted(HOSTILE));
    assertThat(belay("model", "info", model.toString()))
        .contains("<|é [31m   |>")
        .doesNotContain("\u001b", "\u009b", "\u202e", "\u0007");
  }

  @Test
  void aRenderedTextIsPrintedAsItIs() throws IOException {
    Path template = Files.writeString(folder.resolve("t.jinja"), "é" + HOSTILE);
    Path messages =
        Files.writeString(folder.resolve("m.json"), "[{\"role\":\"user\",\"content\":\"x\"}]");
    assertThat(belay("model", "render", "--template", template.toString(), messages.toString()))
        .isEqualTo("é" + HOSTILE);
  }

  @Test
  void helpIsInBold() {
    assertThat(belay("verify", "--help")).contains("\u001b[1mbelay verify\u001b[");
    assertThat(belay("help", "verify")).contains("\u001b[1mbelay verify\u001b[");
  }
}
