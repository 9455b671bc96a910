package dev.belay.torch.generate;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.MemoryBudget;
import java.util.ArrayList;
import java.util.List;

/**
 * What a call of {@link RolloutEngine#generate} will use, decided before it starts: a request that
 * could not be served is an error then, not in the middle.
 *
 * @param cacheBlocks blocks of the key-value cache at most
 */
record RunPlan(RunSize size, CacheLayout layout, long cacheBlocks) {

  /** Prompt rows in a pass beside those of the completions. */
  static final int PROMPT_ROWS = 256;

  private static final double SHARE_OF_FREE_MEMORY = 0.8;
  private static final int MOST_ISSUES = 20;

  static RunPlan of(
      List<GenerationRequest> requests,
      Sampling sampling,
      DecoderWeights weights,
      RolloutOptions options) {
    DecoderConfig config = weights.config();
    checkPrompts(requests, config);
    int sequences = Math.min(requests.size(), options.maxBatchRows());
    int longest =
        requests.stream().mapToInt(request -> positions(request, sampling, config)).max().orElse(0);
    CacheLayout layout = CacheLayout.of(config, weights.choice().computeType());
    long budget = budget(options);
    long blocks = budget / layout.blockBytes();
    long needed = 1L + CacheLayout.blocks(longest); // A prompt's last block exists twice at first.
    if (longest > config.attention().shortLength()) {
      needed += CacheLayout.blocks(config.attention().shortLength()); // So do all of its prompt's.
    }
    if (needed > blocks) {
      throw new BadInputException(tooLittleMemory(longest, needed * layout.blockBytes(), budget));
    }
    RunSize size = new RunSize(options.threads(), sequences, sequences + PROMPT_ROWS, longest);
    return new RunPlan(size, layout, blocks);
  }

  private static int positions(GenerationRequest request, Sampling sampling, DecoderConfig config) {
    long wanted = (long) request.promptTokenIds().length + sampling.maxTokens();
    return (int) Math.min(wanted, config.maxPositions());
  }

  private static void checkPrompts(List<GenerationRequest> requests, DecoderConfig config) {
    List<String> issues = new ArrayList<>();
    for (int i = 0; i < requests.size() && issues.size() < MOST_ISSUES; i++) {
      checkPrompt(i, requests.get(i).promptTokenIds(), config, issues);
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  private static void checkPrompt(
      int index, int[] prompt, DecoderConfig config, List<String> issues) {
    if (prompt.length >= config.maxPositions()) {
      issues.add(
          ("request %d: its prompt has %d tokens, which leaves no room for a completion in the"
                  + " model's context of %d; shorten it")
              .formatted(index, prompt.length, config.maxPositions()));
    }
    for (int position = 0; position < prompt.length; position++) {
      if (prompt[position] < 0 || prompt[position] >= config.vocabularySize()) {
        issues.add(
            "request %d: prompt token %d is %d; the model's ids are 0 to %d"
                .formatted(index, position, prompt[position], config.vocabularySize() - 1));
        return;
      }
    }
  }

  private static long budget(RolloutOptions options) {
    return options.maxCacheBytes() > 0
        ? options.maxCacheBytes()
        : (long) (MemoryBudget.ofThisMachine().availableBytes() * SHARE_OF_FREE_MEMORY);
  }

  private static String tooLittleMemory(int positions, long bytes, long budget) {
    return ("a completion of up to %d positions needs %.1f MiB of key-value cache, and there are"
            + " %.1f MiB; lower the maximum of tokens or shorten the prompt")
        .formatted(positions, bytes / 1048576.0, budget / 1048576.0);
  }
}
