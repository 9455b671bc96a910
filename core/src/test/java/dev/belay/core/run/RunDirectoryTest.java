package dev.belay.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

  @TempDir Path temp;

  @Test
  void anExistingDirectoryIsRefused() throws IOException {
    Path root = Files.createDirectory(temp.resolve("run"));

    assertThatThrownBy(() -> RunDirectory.create(root))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--resume");
  }

  @Test
  void aDirectoryIsUntouchedUntilSomethingIsWritten() {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      assertThat(run.isUntouched()).isTrue();
      AtomicFiles.write(run.result(), "{}");
      assertThat(run.isUntouched()).isFalse();
      run.discard();
      assertThat(run.root()).doesNotExist();
    }
  }

  @Test
  void twoProcessesCannotShareARun() {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      assertThatThrownBy(() -> RunDirectory.resume(run.root()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("another process");
    }
    RunDirectory.resume(temp.resolve("run")).close();
  }

  @Test
  void aCheckpointCutOffLeavesThePreviousOne() {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      assertThat(run.latestCheckpoint()).isEmpty();
      run.checkpoint(5, folder -> AtomicFiles.write(folder.resolve("state"), "five"));

      assertThatThrownBy(
              () ->
                  run.checkpoint(
                      10,
                      folder -> {
                        AtomicFiles.write(folder.resolve("state"), "half");
                        throw new IllegalStateException("power cut");
                      }))
          .hasMessage("power cut");

      assertThat(run.latestCheckpoint().orElseThrow().resolve("state")).hasContent("five");
      run.checkpoint(10, folder -> AtomicFiles.write(folder.resolve("state"), "ten"));
      assertThat(run.latestCheckpoint().orElseThrow().resolve("state")).hasContent("ten");
      assertThat(run.checkpoints()).isDirectoryNotContaining("glob:**step-5");
    }
  }

  @Test
  void theMetricsLogForgetsStepsAfterTheCheckpointAndHalfLines() throws IOException {
    Path file = temp.resolve("metrics.jsonl");
    Files.writeString(file, "{\"step\":1,\"a\":0.5}\n{\"step\":2}\n{\"step\":3}\n{\"ste");

    try (MetricsLog log = MetricsLog.openAfter(file, 2)) {
      log.append(Map.of("step", 3));
    }

    assertThat(file).hasContent("{\"step\":1,\"a\":0.5}\n{\"step\":2}\n{\"step\":3}\n");
  }

  @Test
  void aFailedWriteKeepsTheOldFile() throws IOException {
    Path directory = Files.createDirectory(temp.resolve("d"));
    Path file = directory.resolve("f");
    AtomicFiles.write(file, "old");
    // A directory in the temporary file's place makes the write fail for any user, root included.
    Files.createDirectory(AtomicFiles.temporaryFor(file));

    assertThatThrownBy(() -> AtomicFiles.write(file, "new")).hasMessageContaining("cannot write");
    assertThat(file).hasContent("old");
  }

  @Test
  void checkpointsThatAreKeptStayBesideTheLatest() throws IOException {
    Path root = temp.resolve("kept");
    try (RunDirectory run = RunDirectory.create(root)) {
      for (long step = 0; step <= 4; step++) {
        run.checkpoint(
            step,
            step < 2 ? Set.of() : Set.of(1L, 9L),
            folder -> Files.createFile(folder.resolve("x")));
      }
      assertThat(run.latestCheckpoint()).hasValue(run.checkpoint(4));
      assertThat(run.checkpoint(1)).exists();
      assertThat(run.checkpoint(0)).doesNotExist();
      assertThat(run.checkpoint(3)).doesNotExist();
    }
  }
}
