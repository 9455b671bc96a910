package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.report.read.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of comparisons and sweeps. */
class ComparisonPageTest {

  @TempDir Path temp;

  private PageReader report(Path... folders) throws IOException {
    Path file = temp.resolve("page.html");
    Report.write(List.of(folders), Folders.Settings.usual(), file);
    return new PageReader(Files.readString(file));
  }

  @Test
  void armsShareAPlaneATableAndTheChartsOfTheirRuns() throws IOException {
    PageReader page = report(CompareFixture.write(temp.resolve("demo")));
    assertThat(page.markup())
        .contains("<p>SFT: It LOST 30.0 points.</p>")
        .contains("RLVR refuses more harmful requests than SFT.")
        .contains("DPO: &lt;b&gt;out of memory&lt;/b&gt;")
        .contains("<th scope=\"row\">SFT</th><td>75.0 %</td><td>60.0 %</td>")
        .contains("belay compare three.yaml")
        .doesNotContain("<b>out");
    JsonNode plane = page.data("charts").path("charts").get(0);
    assertThat(plane.path("type").asText()).isEqualTo("plane");
    assertThat(plane.path("margin").asDouble()).isEqualTo(0.05);
    assertThat(plane.path("arms")).hasSize(2);
    assertThat(plane.at("/arms/0/points")).hasSize(3);
    JsonNode frontier = page.data("charts").path("charts").get(1);
    assertThat(frontier.path("type").asText()).isEqualTo("plane");
    assertThat(frontier.at("/arms/0/name").asText()).isEqualTo("anchored: train.anchor.coef");
    assertThat(page.markup()).contains("<h3>One setting at a time</h3>");
    assertThat(page.samples(1)).hasSize(410);
  }

  @Test
  void aSweepShowsEverySeedBesideThePool() throws IOException {
    PageReader page = report(SweepFixture.write(temp.resolve("sweep")));
    assertThat(page.markup())
        .contains("4 cells: 3 done, 1 refused.")
        .contains("Safety held in 1 of them, did not in 1, and cannot be told in 1")
        .contains("By train.algorithm of algorithms")
        .contains("Cell 3 is left out.")
        .contains("Paired changes: no folder holds");
    JsonNode panel = page.data("charts").path("charts").get(0).at("/panels/0");
    assertThat(panel.path("margin").asDouble()).isEqualTo(-0.05);
    assertThat(panel.at("/rows/1/label").asText()).isEqualTo("advbench \u00b7 rloo");
    assertThat(panel.at("/rows/1/dots/0").asDouble()).isEqualTo(-0.12);
  }

  @Test
  void aSingleEvaluationSaysThatThereIsNoChangeToShow() throws IOException {
    PageReader page = report(RunFixture.base().write(temp.resolve("base")));
    assertThat(page.markup())
        .contains("There is no measurement before and after")
        .contains("advbench: 90.0 % [82.6, 94.5] refused, of 100 prompts.")
        .contains("Training curves: no folder holds a metrics.jsonl.");
  }
}
