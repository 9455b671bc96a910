package dev.belay.cli.bench;

import dev.belay.measure.speed.TrainingBenchmark;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code belay bench train}: tokens a second of a training step. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "A training step with cross-entropy at every token, AdamW included.")
final class TrainBench implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private BenchCommand parent;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(names = "--sequences", defaultValue = "8", description = "in a step")
  private int sequences;

  @Option(names = "--tokens", defaultValue = "256", description = "of each sequence")
  private int tokens;

  @Option(names = "--steps", defaultValue = "5", description = "timed steps, after two")
  private int steps;

  @Option(names = "--recompute", description = "computes activations again: less memory")
  private boolean recompute;

  @Override
  public Integer call() {
    TrainingBenchmark.Workload workload =
        new TrainingBenchmark.Workload(sequences, tokens, steps, recompute);
    List<BenchOptions.Size> sizes =
        List.of(
            new BenchOptions.Size("--sequences", sequences),
            new BenchOptions.Size("--tokens", tokens),
            new BenchOptions.Size("--steps", steps));
    return options.print(
        parent.progress(),
        sizes,
        model -> TrainingBenchmark.measure(model, options.computeType(), workload).entries());
  }
}
