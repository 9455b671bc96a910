package dev.belay.cli.bench;

import dev.belay.cli.option.JsonOption;
import dev.belay.measure.drift.TabularResult;
import dev.belay.measure.drift.TabularStudy;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code belay bench tabular}: where Belay's RL code takes policies that can be written down. */
@Command(
    name = "tabular",
    mixinStandardHelpOptions = true,
    description = {
      "Trains policies with a handful of completions by Belay's own advantages and objectives,"
          + " until they come to rest, and compares the drift of safety with what the theory"
          + " predicts for that algorithm and that place of the KL. Needs no model.",
      "",
      "Exit code 1 says that one came to rest elsewhere."
    })
final class TabularBench implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private BenchCommand parent;

  @Option(names = "--seed", defaultValue = "0", description = "decides the sampled groups")
  private long seed;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    List<TabularResult> results = TabularStudy.run(seed, parent.progress());
    json.print(
        () -> results.stream().map(TabularResult::json).toList(),
        out -> out.print(TabularResult.table(results)));
    return results.stream().allMatch(TabularResult::agrees) ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
