package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.run.JsonLines;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Two short runs through the command line leave the curves that are committed, on any processor:
 * every value within a thousandth of the curve's height, and the mean of all deviations, in which a
 * bias would show, within a quarter of that. {@code -Dbelay.curves=write} writes them anew.
 *
 * <p>SFT teaches the tiny model to answer three questions with 7 as often as with 3; RLVR then
 * rewards the sevens. A large ε in Adam keeps the rounding of gradients that are nearly zero from
 * growing into whole steps, which would set processors apart.
 */
class TrainingCurvesTest {

  private static final double TOLERANCE = 1e-3;

  @TempDir Path temp;

  private static final String SFT =
      """
      name: curve-sft
      seed: 3
      model: { name: %s, dtype: float32 }
      train:
        method: sft
        data: { source: jsonl, path: %s }
        batch_size: 6
        epochs: 40
        micro_batch_tokens: 60
        optimizer:
          { learning_rate: 2.0e-2, schedule: linear, warmup_steps: 4, eps: 1.0e-3, clip_norm: 2, weight_decay: 0.1 }
        checkpoint_every_steps: 40
      """;

  private static final String RLVR =
      """
      name: curve-rlvr
      seed: 4
      model: { name: %s, dtype: float32 }
      train:
        method: rlvr
        algorithm: grpo
        data: { source: jsonl, path: %s }
        reward: [ { verifier: math } ]
        rollout: { prompts_per_step: 3, group_size: 8, max_completion_tokens: 3, epochs: 2 }
        kl: { coef: 0.2, estimator: k1, placement: reward }
        micro_batch_tokens: 60
        optimizer: { learning_rate: 4.0e-3, schedule: cosine, eps: 1.0e-1, clip_norm: 1 }
        checkpoint_every_steps: 40
        steps: 8
      """;

  private static String line(String prompt, int gold) {
    return "{\"prompt\": \"%s\", \"gold\": \"%d\", \"completion\": \"%d\"}%n"
        .formatted(prompt, gold, gold);
  }

  private Path run(String recipe, Path model, String data, String name) throws IOException {
    Path file = Files.writeString(temp.resolve(name + ".jsonl"), data);
    Path yaml = Files.writeString(temp.resolve(name + ".yaml"), recipe.formatted(model, file));
    Path out = temp.resolve(name);
    StringWriter errors = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(new StringWriter(), true));
    commandLine.setErr(new PrintWriter(errors, true));
    assertThat(commandLine.execute("run", yaml.toString(), "--out", out.toString()))
        .as(errors.toString())
        .isZero();
    return out;
  }

  @Test
  void lossGradientNormAndKlAreTheCommittedOnes() throws IOException {
    StringBuilder both = new StringBuilder();
    StringBuilder sevens = new StringBuilder();
    for (String prompt : List.of("one", "two", "six")) {
      both.append(line(prompt, 7)).append(line(prompt, 3));
      sevens.append(line(prompt, 7));
    }
    Path sft = run(SFT, TinyModel.LLAMA.directory(), both.toString(), "sft");
    compare("sft", curve(sft, List.of("loss", "grad_norm", "entropy")));

    Path rlvr = run(RLVR, sft.resolve("model"), sevens.toString(), "rlvr");
    List<String> columns =
        List.of("loss", "grad_norm", "kl_token_mean", "reward_mean", "ratio_mean", "entropy");
    List<double[]> curve = curve(rlvr, columns);
    assertThat(curve.getFirst()[3]).as("a reward that can rise").isBetween(0.2, 0.8);
    assertThat(curve.getLast()[3]).isGreaterThan(curve.getFirst()[3]);
    compare("rlvr", curve);
  }

  /** An adapter alone: in one pass a step and in many, and then trained on merged or not. */
  @Test
  void anAdapterHasTheCommittedCurvesHoweverItIsComputed() throws IOException {
    StringBuilder both = new StringBuilder();
    StringBuilder sevens = new StringBuilder();
    for (String prompt : List.of("one", "two", "six")) {
      both.append(line(prompt, 7)).append(line(prompt, 3));
      sevens.append(line(prompt, 7));
    }
    List<String> columns = List.of("loss", "grad_norm", "entropy");
    String lora = SFT.replace("batch_size:", "lora: { rank: 4, alpha: 8 }\n  batch_size:");
    Path adapter = run(lora, TinyModel.LLAMA.directory(), both.toString(), "lora").resolve("model");
    List<double[]> whole = curve(temp.resolve("lora"), columns);
    compare("lora", whole);
    String inParts = lora.replace("micro_batch_tokens: 60", "micro_batch_tokens: 1");
    Path parts = run(inParts, TinyModel.LLAMA.directory(), both.toString(), "lora-parts");
    requireClose("in parts", curve(parts, columns), whole);

    Path merged = temp.resolve("merged");
    assertThat(
            Main.commandLine()
                .execute(
                    "model", "merge", "--dtype", "float32", adapter.toString(), merged.toString()))
        .isZero();
    List<String> ofRlvr = List.of("loss", "grad_norm", "reward_mean", "entropy");
    List<double[]> fromSum = curve(run(RLVR, adapter, sevens.toString(), "from-sum"), ofRlvr);
    List<double[]> fromMerged = curve(run(RLVR, merged, sevens.toString(), "from-merged"), ofRlvr);
    requireClose("merged", fromMerged, fromSum);
  }

  /** The chosen metrics of every step, shape {@code [steps][columns]}. */
  private static List<double[]> curve(Path run, List<String> columns) {
    List<double[]> steps = new ArrayList<>();
    for (JsonNode line : JsonLines.readWhole(run.resolve("metrics.jsonl"))) {
      steps.add(columns.stream().mapToDouble(column -> line.get(column).asDouble()).toArray());
    }
    return steps;
  }

  private static void compare(String name, List<double[]> curve) throws IOException {
    Path file = Path.of("src/test/resources/curves", name + ".csv");
    if ("write".equals(System.getProperty("belay.curves"))) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, csv(curve));
    }
    List<double[]> committed = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      committed.add(
          List.of(line.split(",", -1)).stream().mapToDouble(Double::parseDouble).toArray());
    }
    requireClose(name, curve, committed);
  }

  private static void requireClose(String name, List<double[]> curve, List<double[]> committed) {
    assertThat(curve).hasSameSizeAs(committed);
    for (int column = 0; column < committed.getFirst().length; column++) {
      requireClose(name + ", column " + column, curve, committed, column);
    }
  }

  private static void requireClose(
      String what, List<double[]> curve, List<double[]> committed, int column) {
    double height = 0;
    for (double[] step : committed) {
      height = Math.max(height, Math.abs(step[column]));
    }
    double deviations = 0;
    for (int step = 0; step < curve.size(); step++) {
      double expected = committed.get(step)[column];
      assertThat(curve.get(step)[column])
          .as("%s, step %d", what, step + 1)
          .isCloseTo(expected, within(TOLERANCE * height));
      deviations += curve.get(step)[column] - expected;
    }
    assertThat(deviations / curve.size())
        .as("%s, mean deviation", what)
        .isCloseTo(0, within(TOLERANCE / 4 * height));
  }

  private static String csv(List<double[]> curve) {
    StringBuilder text = new StringBuilder();
    for (double[] step : curve) {
      List<String> cells = new ArrayList<>();
      for (double value : step) {
        cells.add(String.format(Locale.ROOT, "%.7e", value));
      }
      text.append(String.join(",", cells)).append('\n');
    }
    return text.toString();
  }
}
