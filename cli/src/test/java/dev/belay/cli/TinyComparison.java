package dev.belay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.cli.compare.CompareCommand;
import dev.belay.core.json.Json;
import dev.belay.core.run.Progress;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code belay compare} on a tiny model, with a home of its own and all that it tells. */
abstract class TinyComparison {

  static final String TINY =
      """
      name: tiny
      seed: 5
      model: { name: MODEL, dtype: float32 }
      train:
        method: sft
        data: { source: arithmetic, limit: 4 }
        batch_size: 2
        checkpoint_every_steps: 1
        optimizer: { learning_rate: 1.0e-3 }
        until: { data: { source: arithmetic, split: validation, limit: 4 }, accuracy: 0.5, every_steps: 1, max_completion_tokens: 2 }
      evaluate:
        capability: [ "arithmetic:6" ]
        capability_max_tokens: 2
        safety: [ "builtin-safety:5" ]
        safety_max_tokens: 2
        judge: refusal-patterns
        drift: { prompts: 2, completions: 2 }
      """;

  static final String TWO =
      TINY
          + """
          arms:
            slow: {}
            fast: { train.optimizer.learning_rate: 1.0e-2 }
          """;

  /** What a power cut looks like to the code. */
  static final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** One folder: a recipe that names another is another recipe. */
  private static final Path MODEL = TinyModel.LLAMA.directory();

  @TempDir Path temp;

  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  final List<String> notes = new ArrayList<>();

  /** Completions of the parts that measure, by the part. */
  final Map<String, Long> measured = new LinkedHashMap<>();

  String cutAt = "";
  String home = "home";
  Path folder;

  @BeforeEach
  void names() {
    folder = temp.resolve("out");
  }

  private final class Told implements Progress {
    @Override
    public void start(String what, long total) {
      if (what.startsWith("measuring ")) {
        measured.merge(what, total, Long::sum);
      }
    }

    @Override
    public void update(long done, String details) {}

    @Override
    public void finish(String summary) {}

    @Override
    public void note(String line) {
      notes.add(line);
      if (!cutAt.isEmpty() && line.startsWith(cutAt)) {
        throw new PowerCut();
      }
    }
  }

  Path recipe(String name, String yaml) throws IOException {
    return Files.writeString(temp.resolve(name), yaml.replace("MODEL", MODEL.toString()));
  }

  int compare(String yaml, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(recipe("r.yaml", yaml).toString()));
    arguments.addAll(List.of(more));
    return compare(arguments);
  }

  int compare(List<String> arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    notes.clear();
    measured.clear();
    CommandLine commandLine =
        new CommandLine(
            new CompareCommand(
                Told::new,
                Map.of("BELAY_HOME", temp.resolve(home).toString(), "BELAY_OFFLINE", "1")));
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    commandLine.setExecutionExceptionHandler(new ErrorReporter());
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--out", folder.toString()));
    return commandLine.execute(all.toArray(String[]::new));
  }

  JsonNode json() throws IOException {
    return Json.MAPPER.readTree(folder.resolve("compare.json").toFile());
  }

  List<String> issues() {
    return err.toString().lines().filter(line -> line.startsWith("belay: ")).toList();
  }
}
