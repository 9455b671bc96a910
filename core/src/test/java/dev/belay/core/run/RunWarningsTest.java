package dev.belay.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunWarningsTest {

  @TempDir Path temp;

  private final List<String> notes = new ArrayList<>();

  private RunWarnings warnings() {
    return new RunWarnings(
        file(),
        new Progress() {
          @Override
          public void start(String what, long total) {}

          @Override
          public void update(long done, String details) {}

          @Override
          public void finish(String summary) {}

          @Override
          public void note(String line) {
            notes.add(line);
          }
        });
  }

  private Path file() {
    return temp.resolve("warnings.jsonl");
  }

  @Test
  void warningsAreToldAndKept() {
    assertThat(RunWarnings.all(file())).isEmpty();
    warnings().add(0, "half is cut off");
    warnings().add(7, "the entropy\nfell");
    assertThat(notes)
        .containsExactly("warning: half is cut off", "warning: step 7: the entropy\nfell");
    assertThat(file())
        .hasContent(
            """
            {"step":0,"warning":"half is cut off"}
            {"step":7,"warning":"the entropy\\nfell"}
            """);
    assertThat(RunWarnings.all(file()))
        .containsExactly(
            new RunWarnings.Warning(0, "half is cut off"),
            new RunWarnings.Warning(7, "the entropy\nfell"));
  }

  @Test
  void aRunThatGoesOnDropsWhatComesAgainAndKeepsNoneTwice() throws IOException {
    warnings().add(0, "cut off");
    warnings().add(5, "no signal");
    warnings().add(6, "entropy");
    byte[] whole = Files.readAllBytes(file());
    // Killed while it wrote another.
    Files.writeString(
        file(), "{\"step\":8,\"war", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    RunWarnings again = warnings();
    again.keepUpTo(5);
    assertThat(RunWarnings.all(file())).hasSize(2);
    again.add(0, "cut off");
    again.add(6, "entropy");
    assertThat(file()).hasBinaryContent(whole);
  }
}
