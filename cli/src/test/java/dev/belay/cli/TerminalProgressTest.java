package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now;

  private TerminalProgress progress(boolean rewriting) {
    return new TerminalProgress(
        new PrintStream(bytes, true, StandardCharsets.UTF_8), rewriting, () -> now);
  }

  @Test
  void plainLinesAreFewAndSayTheTimeLeft() {
    TerminalProgress progress = progress(false);
    progress.start("training", 100);
    for (int step = 1; step <= 40; step++) {
      now += 1000;
      progress.update(step, "reward 0.50");
    }
    progress.finish("reward 0.60");

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "training (100)",
            "training: 15/100  reward 0.50  1 min 25 s left",
            "training: 30/100  reward 0.50  1 min 10 s left",
            "training: reward 0.60  in 40 s");
  }

  @Test
  void aNoteThatIsWiderThanATerminalEndsItsLinesBetweenWords() {
    progress(false).note("warning: " + "so many words ".repeat(8).strip());
    progress(false).note("a note of one line");

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "warning: so many words so many words so many words so many words so many words",
            "  so many words so many words so many words",
            "a note of one line");
  }

  @Test
  void theTimeLeftIsReckonedWithoutTheStart() {
    TerminalProgress progress = progress(false);
    progress.start("measuring", 11);
    now = 100_000;
    progress.update(1, "");
    now += 20_000;
    progress.update(3, "");
    progress.start("training", 1000);
    now += 15_000;
    progress.update(500, "");

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "measuring (11)",
            "measuring: 1/11",
            "measuring: 3/11  1 min 20 s left",
            "training (1000)",
            "training: 500/1000");
  }

  @Test
  void aTerminalLineIsRewritten() {
    TerminalProgress progress = progress(true);
    progress.start("loading", 0);
    now += 1000;
    progress.update(3, "");
    progress.note("a note");

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r\u001b[Kloading: …\r\u001b[Kloading: 3\na note\n");
  }

  @Test
  void durationsReadAsPeopleSayThem() {
    assertThat(TerminalProgress.duration(2_340)).isEqualTo("2.3 s");
    assertThat(TerminalProgress.duration(59_900)).isEqualTo("59 s");
    assertThat(TerminalProgress.duration(185_000)).isEqualTo("3 min 05 s");
    assertThat(TerminalProgress.duration(3_725_000)).isEqualTo("1 h 02 min");
  }
}
