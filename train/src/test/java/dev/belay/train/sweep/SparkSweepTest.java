package dev.belay.train.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkSweepTest {

  @TempDir Path folder;

  private Path submit() throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve("spark-submit");
    Files.writeString(file, "#!/bin/sh\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  @Test
  void sparkSubmitIsFoundInItsHomeThenOnThePath() throws IOException {
    Path file = submit();
    assertThat(SparkSweep.findSubmit(Map.of("SPARK_HOME", folder.toString(), "PATH", "")))
        .isEqualTo(file);
    assertThat(SparkSweep.findSubmit(Map.of("PATH", "/no/such:" + file.getParent())))
        .isEqualTo(file);
  }

  @Test
  void whereThereIsNoneItSaysWhatToInstall() {
    assertThatThrownBy(() -> SparkSweep.findSubmit(Map.of("PATH", "/no/such")))
        .hasMessageContaining("found no spark-submit")
        .hasMessageContaining("pip install pyspark");
    assertThatThrownBy(() -> SparkSweep.findSubmit(Map.of("SPARK_HOME", "/no/such")))
        .hasMessageContaining("SPARK_HOME: has no bin/spark-submit (/no/such)");
  }
}
