package dev.belay.torch.generate;

import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.Seeds;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Measures the speed of generation: prompts of random token ids, sampled at temperature 1 without
 * truncation, exactly as many tokens as asked for. The time includes the prompts. {@code
 * bench/peers/hf_generate.py} measures {@code transformers} the same way.
 */
public final class RolloutBenchmark {

  /**
   * What to measure.
   *
   * @param prompts different prompts
   * @param groupSize completions of each; their product is the batch
   * @param promptTokens length of each prompt
   * @param newTokens length of each completion
   * @param repeats timed runs, after one that warms up
   */
  public record Workload(int prompts, int groupSize, int promptTokens, int newTokens, int repeats) {

    int batch() {
      return prompts * groupSize;
    }
  }

  /**
   * What was measured.
   *
   * @param tokensPerSecond new tokens a second of each timed run
   * @param reloadSeconds time of one {@link RolloutEngine#reload}
   */
  public record Result(
      Workload workload,
      RolloutOptions options,
      List<Double> tokensPerSecond,
      double reloadSeconds,
      String processor) {

    /** The median speed. */
    public double medianTokensPerSecond() {
      List<Double> sorted = tokensPerSecond.stream().sorted().toList();
      int middle = sorted.size() / 2;
      return sorted.size() % 2 == 1
          ? sorted.get(middle)
          : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** One line of JSON, with the keys of the peer's script. */
    public String toJson() {
      return String.format(
          Locale.ROOT,
          """
          {"engine": "belay", "tokens_per_second": %.1f, "all_tokens_per_second": [%s], \
          "batch": %d, "group_size": %d, "prompt_tokens": %d, "new_tokens": %d, "dtype": "%s", \
          "threads": %d, "reload_seconds": %.3f, "processor": "%s"}\
          """,
          medianTokensPerSecond(),
          tokensPerSecond.stream()
              .map(speed -> String.format(Locale.ROOT, "%.1f", speed))
              .collect(Collectors.joining(", ")),
          workload.batch(),
          workload.groupSize(),
          workload.promptTokens(),
          workload.newTokens(),
          options.computeType().name().toLowerCase(Locale.ROOT),
          options.threads(),
          reloadSeconds,
          processor);
    }
  }

  private RolloutBenchmark() {}

  /** Measures one workload on one model. */
  public static Result measure(LanguageModel model, RolloutOptions options, Workload workload) {
    RolloutOptions batched = options.withMaxBatchRows(workload.batch());
    try (RolloutEngine engine = new RolloutEngine(model, model.tokenizer(), List.of(), batched)) {
      List<GenerationRequest> requests = requests(workload, model.config().vocabularySize());
      List<Double> speeds = new ArrayList<>();
      for (int run = 0; run <= workload.repeats(); run++) {
        long start = System.nanoTime();
        engine.generate(requests, Sampling.atTemperature(1, workload.newTokens()));
        double seconds = (System.nanoTime() - start) / 1e9;
        if (run > 0) {
          speeds.add((double) workload.batch() * workload.newTokens() / seconds);
        }
      }
      long start = System.nanoTime();
      engine.reload(model);
      double reload = (System.nanoTime() - start) / 1e9;
      return new Result(workload, batched, List.copyOf(speeds), reload, processor());
    }
  }

  private static List<GenerationRequest> requests(Workload workload, int vocabularySize) {
    Random random = new Random(1);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int prompt = 0; prompt < workload.prompts(); prompt++) {
      int[] ids = random.ints(workload.promptTokens(), 3, vocabularySize).toArray();
      for (int member = 0; member < workload.groupSize(); member++) {
        requests.add(new GenerationRequest(ids, Seeds.derive(1, "benchmark", prompt, member)));
      }
    }
    return requests;
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch"); // Not Linux.
    }
  }

  /**
   * Prints a line of JSON.
   *
   * @param args model directory, prompts, group size, prompt tokens, new tokens, repeats, {@code
   *     bfloat16} or {@code float32}, threads
   */
  public static void main(String[] args) {
    if (args.length != 8) {
      System.err.println(
          "arguments: MODEL PROMPTS GROUP_SIZE PROMPT_TOKENS NEW_TOKENS REPEATS DTYPE THREADS");
      System.exit(2);
    }
    List<Integer> sizes = new ArrayList<>();
    for (int i = 1; i < 6; i++) {
      sizes.add(Integer.parseInt(args[i]));
    }
    Workload workload =
        new Workload(sizes.get(0), sizes.get(1), sizes.get(2), sizes.get(3), sizes.get(4));
    RolloutOptions options =
        RolloutOptions.of(ComputeType.valueOf(args[6].toUpperCase(Locale.ROOT)))
            .withThreads(Integer.parseInt(args[7]));
    try (LanguageModel model = LanguageModel.open(Path.of(args[0]))) {
      System.out.println(measure(model, options, workload).toJson());
    }
  }
}
