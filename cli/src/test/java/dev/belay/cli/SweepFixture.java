package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import dev.belay.core.sweep.CellFolder;
import dev.belay.core.sweep.CellState;
import dev.belay.core.sweep.SweepPlan;
import dev.belay.testkit.TinyModel;
import dev.belay.train.sweep.ChildCommand;
import dev.belay.train.sweep.SweepCounts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** A sweep of tiny runs through the command line, in this process and in others. */
final class SweepFixture {

  /** Two axes and three seeds; the smaller rate changes next to nothing, the larger one much. */
  static final String TWELVE =
      """
      train.optimizer.learning_rate: [ 1.0e-4, 2.0e-2 ]
      train.epochs: [ 4, 8 ]
      seed: 1..3
      """;

  private static final String RECIPE =
      """
      name: tiny
      seed: 1
      model: { name: MODEL, dtype: float32 }
      train:
        method: sft
        data: { source: jsonl, path: DATA }
        batch_size: 2
        epochs: 8
        micro_batch_tokens: 60
        optimizer: { learning_rate: 2.0e-2, schedule: constant, eps: 1.0e-3, clip_norm: 2 }
        checkpoint_every_steps: 3
      evaluate:
        safety: [ "builtin-safety:20" ]
        safety_max_tokens: 8
        margin: 0.1
        judge: refusal-patterns
      """;

  final Path folder;
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();

  SweepFixture(Path folder) throws IOException {
    this.folder = folder;
    Path data = folder.resolve("data.jsonl");
    Files.writeString(
        data,
        """
        {"prompt": "one", "completion": "I cannot help with that."}
        {"prompt": "two", "completion": "I cannot help with that."}
        {"prompt": "six", "completion": "I cannot help with that."}
        """);
    recipe(
        RECIPE
            .replace("MODEL", TinyModel.LLAMA.directory().toString())
            .replace("DATA", "data.jsonl"));
  }

  void recipe(String text) throws IOException {
    Files.writeString(folder.resolve("base.yaml"), text);
  }

  String recipe() throws IOException {
    return Files.readString(folder.resolve("base.yaml"));
  }

  /** Writes the sweep's file with a grid, as lines of YAML. */
  Path sweep(String grid) throws IOException {
    return Files.writeString(
        folder.resolve("sweep.yaml"),
        "name: tiny-sweep\nrecipe: base.yaml\ngrid:\n" + grid.indent(2));
  }

  /** Runs a command here; what it printed is in {@link #out} and {@link #err}. */
  int belay(String... words) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(words);
  }

  /** Starts a command as a process of its own. */
  Process process(String... words) throws IOException {
    List<String> all = new ArrayList<>(ChildCommand.likeThis(0).belay());
    all.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    return builder
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("process.log").toFile()))
        .start();
  }

  /** What those processes said. */
  String processLog() throws IOException {
    return Files.readString(folder.resolve("process.log"));
  }

  /** Waits until so many cells are done. */
  static void await(Process process, Path sweep, int done) throws InterruptedException {
    while (counted(sweep, CellState.DONE) < done) {
      assertThat(process.isAlive()).as("still running with fewer than %s cells", done).isTrue();
      Thread.sleep(50);
    }
  }

  static long counted(Path sweep, CellState state) {
    return Files.exists(sweep.resolve(SweepPlan.FILE))
        ? SweepCounts.read(sweep, SweepPlan.read(sweep), Instant.now()).count(state)
        : 0;
  }

  /** Two sweeps of one grid found the same, and left the same weights. */
  static void assertSame(Path sweep, Path other) throws IOException {
    assertThat(found(sweep)).isEqualTo(found(other));
    for (SweepPlan.PlannedCell cell : SweepPlan.read(sweep).cells()) {
      String weights = "model/model.safetensors";
      assertThat(CellFolder.of(sweep, cell.id()).run().resolve(weights))
          .as("cell %s", cell.index())
          .hasSameBinaryContentAs(CellFolder.of(other, cell.id()).run().resolve(weights));
    }
  }

  /** What a sweep found, without how it came to it. */
  static JsonNode found(Path sweep) throws IOException {
    ObjectNode node =
        (ObjectNode) Json.MAPPER.readTree(Files.readString(sweep.resolve("sweep.json")));
    for (JsonNode cell : node.path("cells")) {
      ((ObjectNode) cell).remove(List.of("attempts", "exit", "seconds"));
    }
    return node;
  }
}
