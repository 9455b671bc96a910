package dev.belay.cli.bench;

import dev.belay.measure.speed.RolloutBenchmark;
import dev.belay.torch.generate.RolloutOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code belay bench rollout}: tokens a second of generation. */
@Command(
    name = "rollout",
    mixinStandardHelpOptions = true,
    description = "Generation at temperature 1 from prompts of random token ids.")
final class RolloutBench implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private BenchCommand parent;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(names = "--prompts", defaultValue = "4", description = "different prompts")
  private int prompts;

  @Option(names = "--group-size", defaultValue = "8", description = "completions of each prompt")
  private int groupSize;

  @Option(names = "--prompt-tokens", defaultValue = "64", description = "of each prompt")
  private int promptTokens;

  @Option(names = "--max-tokens", defaultValue = "128", description = "of each completion")
  private int newTokens;

  @Option(names = "--repeats", defaultValue = "3", description = "timed runs, after a warm-up")
  private int repeats;

  @Override
  public Integer call() {
    RolloutBenchmark.Workload workload =
        new RolloutBenchmark.Workload(prompts, groupSize, promptTokens, newTokens, repeats);
    List<BenchOptions.Size> sizes =
        List.of(
            new BenchOptions.Size("--prompts", prompts),
            new BenchOptions.Size("--group-size", groupSize),
            new BenchOptions.Size("--prompt-tokens", promptTokens),
            new BenchOptions.Size("--max-tokens", newTokens),
            new BenchOptions.Size("--repeats", repeats));
    return options.print(
        parent.progress(),
        sizes,
        model ->
            RolloutBenchmark.measure(
                    model,
                    RolloutOptions.of(options.computeType()).withThreads(options.threads()),
                    workload)
                .entries());
  }
}
