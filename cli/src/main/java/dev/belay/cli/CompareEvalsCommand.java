package dev.belay.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.cli.option.DetailsOption;
import dev.belay.cli.option.JsonOption;
import dev.belay.cli.option.PairedOptions;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.safety.compare.Breakdown;
import dev.belay.safety.compare.CapabilityChange;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.compare.ComparisonJson;
import dev.belay.safety.compare.ComparisonSummary;
import dev.belay.safety.compare.ComparisonTable;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.correction.MeasuredErrors;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SettingsCheck;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code belay compare-evals}: what changed between two evaluations, prompt by prompt. */
@Command(
    name = "compare-evals",
    mixinStandardHelpOptions = true,
    description = {
      "Compares two evaluations of belay eval, or the eval/before and eval/after of a run, prompt"
          + " by prompt: the paired table that belay run prints.",
      "",
      "Both must hold the same suites, prompts, judges, seed and sampling.",
      "",
      "Exit code 1 says that safety did not hold within the margin; 0 that it held, or that the"
          + " prompts are too few to tell."
    })
final class CompareEvalsCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets these before call().
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "BEFORE", description = "the folder of an evaluation")
  @SuppressWarnings("NullAway.Init")
  private Path before;

  @Parameters(index = "1", paramLabel = "AFTER", description = "the folder of another")
  @SuppressWarnings("NullAway.Init")
  private Path after;

  @Mixin private final PairedOptions paired = new PairedOptions();

  @Option(
      names = "--judge-errors",
      paramLabel = "FILE",
      description =
          "what belay judge --audit --json printed: the judge's errors to correct rates for,"
              + " instead of those that ship with Belay")
  private @Nullable Path judgeErrors;

  @Option(
      names = "--by-category",
      description =
          "adds a table of each benchmark: its categories, under each attack and over all")
  private boolean byCategory;

  @Option(
      names = "--by-attack",
      description =
          "adds each attack over all benchmarks, and each benchmark over all attacks, the same"
              + " request counted once")
  private boolean byAttack;

  @Mixin private final JsonOption json = new JsonOption();

  @Mixin private final DetailsOption details = new DetailsOption();

  @Override
  public Integer call() {
    double margin = paired.margin(OptionalDouble.empty());
    double confidence = paired.confidence();
    if (!(margin > 0 && margin < 1) || !(confidence > 0.5 && confidence < 1)) {
      throw new BadInputException(
          "--margin must lie between 0 and 1, --confidence between 0.5 and 1; found %s and %s."
              .formatted(margin, confidence));
    }
    SettingsCheck.check(before, after, paired.acrossModels());
    EvaluationResult first = EvaluationResult.read(before);
    EvaluationResult second = EvaluationResult.read(after);
    Comparison comparison = Comparison.of(first, second, margin, confidence, errors());
    List<Breakdown> breakdowns = new ArrayList<>();
    if (byCategory) {
      breakdowns.add(Breakdown.byCategory(first, second, confidence));
    }
    if (byAttack) {
      breakdowns.add(Breakdown.byAttack(first, second, confidence));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json.given()) {
      ObjectNode node = ComparisonJson.write(comparison);
      node.set("capability", CapabilityChange.json(comparison.capability()));
      breakdowns.forEach(of -> node.set("by_" + of.by().word(), ComparisonJson.write(of)));
      out.println(Json.pretty(node));
    } else {
      out.print(ComparisonSummary.print(comparison));
      if (details.given()) {
        out.print("\n" + ComparisonTable.print(comparison));
        out.print(CapabilityChange.print(comparison.capability()));
      } else {
        out.println("--details prints more.");
      }
      breakdowns.forEach(of -> out.print("\n" + ComparisonTable.print(of)));
    }
    out.flush();
    return comparison.safetyVerdict().equals(Optional.of(NonInferiority.DID_NOT_HOLD))
        ? CommandLine.ExitCode.SOFTWARE
        : CommandLine.ExitCode.OK;
  }

  private Function<String, Optional<MeasuredErrors>> errors() {
    if (judgeErrors == null) {
      return MeasuredErrors::shipped;
    }
    Optional<MeasuredErrors> measured = Optional.of(MeasuredErrors.read(judgeErrors));
    return judge -> measured;
  }
}
