package dev.belay.measure.speed;

import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.Seeds;
import dev.belay.core.run.ProcessMemory;
import dev.belay.core.run.Provenance;
import dev.belay.core.stats.Median;
import dev.belay.torch.generate.RolloutEngine;
import dev.belay.torch.generate.RolloutOptions;
import dev.belay.torch.model.LanguageModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

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
      double reloadSeconds) {

    /** The median speed. */
    public double medianTokensPerSecond() {
      return Median.of(tokensPerSecond.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The figures by the names that the peer's script gives them. */
    public Map<String, Object> entries() {
      Map<String, Object> entries = new LinkedHashMap<>();
      entries.put("engine", "belay");
      entries.put("tokens_per_second", medianTokensPerSecond());
      entries.put("all_tokens_per_second", tokensPerSecond);
      entries.put("batch", workload.batch());
      entries.put("group_size", workload.groupSize());
      entries.put("prompt_tokens", workload.promptTokens());
      entries.put("new_tokens", workload.newTokens());
      entries.put("dtype", options.computeType().name().toLowerCase(Locale.ROOT));
      entries.put("threads", options.threads());
      entries.put("reload_seconds", reloadSeconds);
      entries.put("peak_bytes", ProcessMemory.peakResidentBytes());
      entries.put("processor", Provenance.processor());
      return entries;
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
      return new Result(workload, batched, List.copyOf(speeds), reload);
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
}
