package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.sweep.CellFolder;
import dev.belay.core.sweep.CellState;
import dev.belay.core.sweep.SweepPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps through the command line: cells are processes of the ordinary {@code belay run}. */
class SweepCommandTest {

  @TempDir Path folder;

  private SweepFixture fixture;
  private Path out;

  @BeforeEach
  void start() throws IOException {
    fixture = new SweepFixture(folder);
    out = folder.resolve("out");
  }

  private List<String> printed() {
    return fixture.out.toString().lines().toList();
  }

  private CellFolder cell(int index) {
    return CellFolder.of(out, SweepPlan.read(out).cells().get(index).id());
  }

  @Test
  void twelveCellsKilledTwiceGiveTheTableOfThoseThatWereNot() throws Exception {
    String sweep = fixture.sweep(SweepFixture.TWELVE).toString();
    Path whole = folder.resolve("whole");
    assertThat(fixture.belay("sweep", sweep, "--out", whole.toString(), "--parallel", "2"))
        .as(fixture.err.toString())
        .isZero();

    String[] again = {"sweep", sweep, "--out", out.toString(), "--parallel", "2"};
    Process first = fixture.process(again);
    SweepFixture.await(first, out, 2);
    first.destroyForcibly().waitFor();
    Process second = fixture.process(again);
    SweepFixture.await(second, out, 6);
    second.destroy();
    assertThat(second.waitFor()).as("a plain kill").isEqualTo(143);
    assertThat(fixture.processLog()).endsWith("stopped. Go on with the same command.\n");
    assertThat(SweepFixture.counted(out, CellState.DONE)).isBetween(6L, 10L);
    assertThat(fixture.belay("sweep", "collect", out.toString())).isZero();
    assertThat(fixture.process(again).waitFor()).isZero();

    SweepFixture.assertSame(out, whole);
    JsonNode found = SweepFixture.found(out);
    assertThat(found.path("settings")).hasSize(4);
    JsonNode pooled = found.path("ablations").get(0).path("rows").get(1).path("suites").get(0);
    assertThat(pooled.path("seeds").asInt()).isEqualTo(3);
    assertThat(pooled.path("n").asInt()).isPositive();
    assertThat(pooled.path("method").asText()).isEqualTo("prompts_and_seeds");
    assertThat(pooled.path("change").asDouble()).isGreaterThan(0.2);
    assertThat(pooled.path("against_first").path("low").asDouble()).isPositive();
    assertThat(printed())
        .allMatch(line -> line.length() <= 80)
        .anyMatch(line -> line.equals("train.optimizer.learning_rate"))
        .anyMatch(line -> line.equals("train.epochs"))
        .anyMatch(line -> line.startsWith("tiny-sweep: 12 of 12 cells done."));
  }

  @Test
  void aCellThatFailsLeavesTheOthersTheirResultsAndMoreValuesRunWhatIsNew() throws Exception {
    Path file = fixture.sweep("seed: [ 1, 2 ]");
    assertThat(fixture.belay("sweep", file.toString(), "--out", out.toString(), "--plan")).isZero();
    assertThat(printed().getFirst()).isEqualTo("tiny-sweep: 2 cells of base.yaml, 2 to run.");
    assertThat(out).doesNotExist();

    assertThat(fixture.belay("sweep", "cell", file.toString(), "0", "--out", out.toString()))
        .as(fixture.err.toString())
        .isZero();
    // A folder at the place of a file: the run cannot write its metrics.
    Files.createDirectories(cell(1).run().resolve("metrics.jsonl"));
    String[] sweep = {"sweep", file.toString(), "--out", out.toString(), "--retries", "1"};
    assertThat(fixture.belay(sweep)).isEqualTo(1);
    assertThat(cell(0).attempts()).hasSize(1);
    assertThat(cell(1).attempts()).hasSize(2);
    assertThat(cell(1).attempts().getLast().reason()).contains("metrics.jsonl");
    assertThat(printed())
        .anyMatch(line -> line.startsWith("tiny-sweep: 1 of 2 cells done, 1 failed."))
        .anyMatch(line -> line.startsWith("cell 1 (seed=2) failed after 2 attempts"))
        .noneMatch(line -> line.contains("BELAY_DEBUG"));
    fixture.out.getBuffer().setLength(0);
    assertThat(fixture.belay("sweep", "status", out.toString())).isZero();
    assertThat(printed())
        .allMatch(line -> line.length() <= 80)
        .anyMatch(line -> line.startsWith("1 2") && line.contains("failed"));

    Files.delete(cell(1).run().resolve("metrics.jsonl"));
    fixture.sweep("seed: 1..3");
    assertThat(fixture.belay(sweep)).as(fixture.err.toString()).isZero();
    assertThat(cell(0).attempts()).hasSize(1);
    assertThat(cell(1).attempts()).hasSize(3);
    assertThat(cell(2).attempts()).hasSize(1);
    assertThat(printed()).anyMatch(line -> line.startsWith("tiny-sweep: 3 of 3 cells done."));
  }

  @Test
  void cellsAreListedByWhatTellsThemApart() throws Exception {
    String file = fixture.sweep("train.batch_size: [ 2 ]\nseed: [ 7, 8 ]\n").toString();
    assertThat(fixture.belay("sweep", file, "--out", out.toString(), "--plan")).isZero();
    assertThat(printed())
        .anyMatch(line -> line.startsWith("0 7  "))
        .anyMatch(line -> line.startsWith("1 8  "));
  }

  @Test
  void allThatIsWrongIsSaidBeforeAnythingRuns() throws IOException {
    fixture.recipe(fixture.recipe().replace("builtin-safety:20", "no-such-suite"));
    Path file =
        fixture.sweep(
            """
            train.epochs: [ 4, many ]
            train.stepps: [ 1 ]
            seed: 1..2
            """);

    assertThat(fixture.belay("sweep", file.toString(), "--out", out.toString())).isEqualTo(2);
    assertThat(fixture.err.toString().lines())
        .hasSize(3)
        .anyMatch(line -> line.startsWith("belay: sweep.yaml:4: grid.train.epochs[1]: found"))
        .anyMatch(line -> line.startsWith("belay: sweep.yaml:5: grid.train.stepps[0]: unknown key"))
        .anyMatch(line -> line.contains("no-such-suite") && line.startsWith("belay: base.yaml:"));
    assertThat(out).doesNotExist();
  }

  @Test
  void wrongOptionsIndicesAndFoldersAreRefused() throws IOException {
    String file = fixture.sweep("seed: 1..2").toString();
    assertRefused("Which sweep?", "sweep");
    assertRefused("--parallel: found 0", "sweep", file, "--parallel", "0");
    assertRefused("--on: found 'ray'", "sweep", file, "--on", "ray", "--master", "x");
    assertRefused("needs --master", "sweep", file, "--on", "spark");
    assertRefused("are for --on spark", "sweep", file, "--master", "local[2]");
    assertRefused("cells 0 to 1", "sweep", "cell", file, "2", "--out", out.toString());
    assertRefused("is no folder of a sweep", "sweep", "status", folder.toString());
    assertRefused("is no folder of a sweep", "sweep", "collect", folder.toString());
    assertThat(out).doesNotExist();
  }

  private void assertRefused(String why, String... words) {
    fixture.err.getBuffer().setLength(0);
    assertThat(fixture.belay(words)).isEqualTo(2);
    assertThat(fixture.err.toString()).contains(why);
  }
}
