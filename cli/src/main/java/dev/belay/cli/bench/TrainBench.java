package dev.belay.cli.bench;

import dev.belay.measure.speed.TrainingBenchmark;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--lora",
      paramLabel = "RANK",
      description = "trains an adapter of this rank at every linear layer, and nothing else")
  private @Nullable Integer lora;

  @Override
  public Integer call() {
    int rank = lora == null ? 0 : lora;
    TrainingBenchmark.Workload workload =
        new TrainingBenchmark.Workload(sequences, tokens, steps, recompute, rank);
    List<BenchOptions.Size> sizes =
        List.of(
            new BenchOptions.Size("--sequences", sequences),
            new BenchOptions.Size("--tokens", tokens),
            new BenchOptions.Size("--steps", steps),
            new BenchOptions.Size("--lora", lora == null ? 1 : lora));
    return options.print(
        parent.progress(),
        sizes,
        model -> TrainingBenchmark.measure(model, options.computeType(), workload).entries());
  }
}
