package dev.belay.measure.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.plot.LineChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The charts of the pages are those that the code draws; -Dbelay.goldens=write draws them anew. */
class TheoryChartsTest {

  private static final Path IMAGES = Path.of("..", "docs", "images");

  @Test
  void committedChartsAreWhatTheFormulasSay() throws IOException {
    for (Map.Entry<String, LineChart> chart : TheoryCharts.all().entrySet()) {
      Path file = IMAGES.resolve(chart.getKey());
      if ("write".equals(System.getProperty("belay.goldens"))) {
        Files.writeString(file, chart.getValue().svg());
      }
      assertThat(Files.readString(file))
          .as("run this test with -Dbelay.goldens=write and commit what it changes")
          .isEqualTo(chart.getValue().svg());
    }
  }
}
