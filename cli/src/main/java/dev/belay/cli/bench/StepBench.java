package dev.belay.cli.bench;

import dev.belay.measure.speed.StepBenchmark;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code belay bench step}: seconds of a whole step of GRPO. */
@Command(
    name = "step",
    mixinStandardHelpOptions = true,
    description = "A step of GRPO with the KL to the reference: rollout, scoring, update.")
final class StepBench implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private BenchCommand parent;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(names = "--prompts", defaultValue = "8", description = "of a step")
  private int prompts;

  @Option(names = "--group-size", defaultValue = "8", description = "completions of each prompt")
  private int groupSize;

  @Option(names = "--max-tokens", defaultValue = "64", description = "of each completion")
  private int completionTokens;

  @Option(names = "--steps", defaultValue = "3", description = "timed steps, after one")
  private int steps;

  @Override
  public Integer call() {
    StepBenchmark.Workload workload =
        new StepBenchmark.Workload(prompts, groupSize, completionTokens, steps);
    List<BenchOptions.Size> sizes =
        List.of(
            new BenchOptions.Size("--prompts", prompts),
            new BenchOptions.Size("--group-size", groupSize),
            new BenchOptions.Size("--max-tokens", completionTokens),
            new BenchOptions.Size("--steps", steps));
    return options.print(
        parent.progress(),
        sizes,
        model -> StepBenchmark.measure(model, options.computeType(), workload).entries());
  }
}
