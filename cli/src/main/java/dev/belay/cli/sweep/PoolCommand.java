package dev.belay.cli.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.cli.option.JsonOption;
import dev.belay.core.error.BadInputException;
import dev.belay.core.stats.Interval;
import dev.belay.train.pool.ArmPools;
import dev.belay.train.pool.ArmPoolsText;
import dev.belay.train.pool.PooledArm;
import dev.belay.train.pool.SeedRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code belay pool}: runs of several seeds, made by hand or by a scheduler, as one answer. */
@Command(
    name = "pool",
    mixinStandardHelpOptions = true,
    description = {
      "Pools the paired changes of runs that differ in their seed, as belay sweep does with its"
          + " cells: with an interval for other prompts and other seeds, and with several arms each"
          + " beside the first. Reads files alone.",
      "",
      "belay pool --arm plain runs/plain-* --arm anchored runs/anchored-*"
    })
public final class PoolCommand implements Callable<Integer> {

  @Option(
      names = "--arm",
      required = true,
      parameterConsumer = ArmWords.class,
      paramLabel = "NAME RUN...",
      hideParamSyntax = true,
      description = "a name, and the folders of runs of one recipe, each with another seed")
  private List<List<String>> arms = new ArrayList<>();

  @Option(
      names = "--margin",
      paramLabel = "SHARE",
      description =
          "the largest worsening that counts as held: 0.05 are 5 points; by default what all of the"
              + " recipes fixed")
  private @Nullable Double margin;

  @Option(
      names = "--confidence",
      defaultValue = "" + Interval.DEFAULT_CONFIDENCE,
      description = "of the two-sided intervals; ${DEFAULT-VALUE} by default")
  private double confidence;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    List<String> issues = new ArrayList<>();
    if (!(confidence > 0.5 && confidence < 1)) {
      issues.add("--confidence must lie between 0.5 and 1; found " + confidence + ".");
    }
    if (margin != null && !(margin > 0 && margin < 1)) {
      issues.add("--margin must lie between 0 and 1; found " + margin + ".");
    }
    List<PooledArm> read = new ArrayList<>();
    byName(issues)
        .forEach(
            (name, folders) -> {
              try {
                read.add(PooledArm.read(name, folders));
              } catch (BadInputException e) {
                issues.addAll(e.issues());
              }
            });
    double held = margin == null ? fixed(read, issues) : margin;
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    ObjectNode pools = ArmPools.pool(read, held, confidence);
    json.print(() -> pools, out -> out.print(ArmPoolsText.print(pools)));
    return 0;
  }

  private SequencedMap<String, List<Path>> byName(List<String> issues) {
    SequencedMap<String, List<Path>> folders = new LinkedHashMap<>();
    for (List<String> words : arms) {
      if (words.size() < 2) {
        issues.add(
            "--arm %s: needs a name and the folders of its runs, as in --arm plain runs/plain-*."
                .formatted(String.join(" ", words)));
        continue;
      }
      String name = words.getFirst();
      List<Path> runs = words.stream().skip(1).map(Path::of).toList();
      if (folders.putIfAbsent(name, runs) != null) {
        issues.add("--arm " + name + ": is given twice; name the runs of an arm once, together.");
      }
    }
    return folders;
  }

  /** The margin of all recipes; else it must be said, since no verdict may be chosen afterwards. */
  private static double fixed(List<PooledArm> arms, List<String> issues) {
    SequencedMap<Double, Path> margins = new LinkedHashMap<>();
    arms.stream()
        .flatMap(arm -> arm.runs().stream())
        .forEach((SeedRun run) -> margins.putIfAbsent(run.margin(), run.folder()));
    if (margins.size() > 1) {
      Map.Entry<Double, Path> first = margins.firstEntry();
      Map.Entry<Double, Path> other = margins.lastEntry();
      issues.add(
          "the recipes fixed different margins: %s in %s, %s in %s. Say which counts with --margin."
              .formatted(first.getKey(), first.getValue(), other.getKey(), other.getValue()));
    }
    return margins.isEmpty() ? 0 : margins.firstEntry().getKey();
  }

  /** Everything up to the next option is of one arm: shells make many words of a pattern. */
  private static final class ArmWords implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
      List<String> words = new ArrayList<>();
      while (!args.isEmpty() && !args.peek().startsWith("--")) {
        words.add(args.pop());
      }
      List<List<String>> arms = option.getValue();
      arms.add(words);
    }
  }
}
