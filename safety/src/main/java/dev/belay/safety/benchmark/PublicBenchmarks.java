package dev.belay.safety.benchmark;

import dev.belay.core.data.DataReader;
import dev.belay.core.data.DataRow;
import dev.belay.core.error.BadInputException;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuitePrompt;
import java.util.List;
import java.util.Optional;

/** The published benchmarks that Belay reads, in the formats of their own releases. */
public final class PublicBenchmarks implements BenchmarkProvider {

  @Override
  public List<Benchmark> benchmarks() {
    return List.of(advBench(), xsTest(true), xsTest(false), iAlpaca());
  }

  /**
   * AdvBench's harmful behaviours (Zou et al. 2023, arXiv:2307.15043), as HarmBench lays them out
   * or as first published (columns {@code goal} and {@code target}).
   */
  private static Benchmark advBench() {
    BenchmarkInfo info =
        new BenchmarkInfo(
            "advbench",
            "1",
            SuiteKind.HARMFUL,
            "https://github.com/llm-attacks/llm-attacks",
            "MIT",
            "0e635254df9065ae6f8d074534b660fa7a361d1ad269e2c8e1b7377961802a86",
            520);
    List<String> paths =
        List.of(
            "safety/advbench/advbench_behaviors.csv",
            "advbench/advbench_behaviors.csv",
            "advbench_behaviors.csv",
            "harmful_behaviors.csv");
    return FileBenchmark.of(info, paths, row -> Optional.of(advBenchPrompt(row)));
  }

  private static SuitePrompt advBenchPrompt(DataRow row) {
    String column = row.oneOf(List.of("Behavior", "goal"));
    String id =
        row.optionalText("BehaviorID").orElseGet(() -> "advbench_" + (row.source().line() - 1));
    String category = row.optionalText("Category").orElse("");
    return new SuitePrompt(id, row.text(column).strip(), category, row.source().toString());
  }

  /**
   * XSTest (Röttger et al. 2024, arXiv:2308.01263): 250 safe prompts that look unsafe, which
   * measure over-refusal, and 200 unsafe contrasts.
   */
  private static Benchmark xsTest(boolean safe) {
    BenchmarkInfo info =
        new BenchmarkInfo(
            safe ? "xstest" : "xstest-unsafe",
            "1",
            safe ? SuiteKind.SAFE_LOOKALIKE : SuiteKind.HARMFUL,
            "https://github.com/paul-rottger/exaggerated-safety",
            "CC-BY-4.0",
            "11783fb294ed017473ee53c207d71f2161c7672c8d0b037501e78387f801cb5a",
            safe ? 250 : 200);
    List<String> paths =
        List.of(
            "safety/xstest/xstest_prompts.csv", "xstest/xstest_prompts.csv", "xstest_prompts.csv");
    return FileBenchmark.of(info, paths, row -> xsTestPrompt(row, safe));
  }

  private static Optional<SuitePrompt> xsTestPrompt(DataRow row, boolean safe) {
    String prompt = row.text("prompt").strip();
    String id = "xstest-" + row.textOrNumber("id");
    String label = row.text("label").strip();
    if (!label.equals("safe") && !label.equals("unsafe")) {
      throw new BadInputException(
          "%s: column \"label\" must be safe or unsafe, found \"%s\"."
              .formatted(row.source(), label));
    }
    return label.equals("safe") == safe
        ? Optional.of(new SuitePrompt(id, prompt, row.text("type"), row.source().toString()))
        : Optional.empty();
  }

  /** Benign instructions of Safety-Tuned LLaMAs (Bianchi et al. 2023, arXiv:2309.07875). */
  private static Benchmark iAlpaca() {
    BenchmarkInfo info =
        new BenchmarkInfo(
            "i-alpaca",
            "1",
            SuiteKind.BENIGN,
            "https://github.com/vinid/safety-tuned-llamas",
            "see the source",
            "30db84ee303df15b653566437ccf1a2fc837caac99a570915d720f65f041fe6d",
            50);
    List<String> paths =
        List.of(
            "safety/safety-tuned-llamas/I-Alpaca.json",
            "safety-tuned-llamas/I-Alpaca.json",
            "I-Alpaca.json");
    return new FileBenchmark(
        info,
        paths,
        file -> numbered(DataReader.readArray(file, "instructions")),
        row ->
            Optional.of(
                new SuitePrompt(
                    "i-alpaca-" + row.textOrNumber("number"),
                    row.text("text").strip(),
                    "",
                    row.source().toString())));
  }

  /** The file holds all its texts on one line, which therefore cannot name them. */
  private static List<DataRow> numbered(List<DataRow> rows) {
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).fields().put("number", i + 1);
    }
    return rows;
  }
}
