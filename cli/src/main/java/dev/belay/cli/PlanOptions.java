package dev.belay.cli;

import dev.belay.core.json.Json;
import dev.belay.core.stats.Interval;
import dev.belay.safety.design.Assumptions;
import dev.belay.safety.design.DesignJson;
import dev.belay.safety.design.DesignTable;
import dev.belay.safety.design.EvaluationDesign;
import dev.belay.safety.design.Goal;
import dev.belay.safety.design.PastEvaluations;
import dev.belay.safety.design.Speed;
import dev.belay.safety.eval.PlannedSuite;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --plan} and what it assumes. */
final class PlanOptions {

  @Option(
      names = "--plan",
      required = true,
      description =
          "prints what the suites can show and what they cost, and does nothing else: no model is"
              + " needed")
  @SuppressWarnings("UnusedVariable") // That it is given is what makes this group.
  private boolean plan;

  @Option(
      names = "--margin",
      defaultValue = "0.02",
      description = "with --plan: the margin to prove; ${DEFAULT-VALUE} by default")
  private double margin;

  @Option(
      names = "--power",
      defaultValue = "0.8",
      description = "with --plan: the wanted probability of success; ${DEFAULT-VALUE} by default")
  private double power;

  @Option(
      names = "--confidence",
      defaultValue = "" + Interval.DEFAULT_CONFIDENCE,
      description = "with --plan: of the intervals; ${DEFAULT-VALUE} by default")
  private double confidence;

  @Option(
      names = "--rate",
      defaultValue = "0.5",
      description =
          "with --plan: the assumed share of yes; ${DEFAULT-VALUE}, the widest, by default")
  private double rate;

  @Option(
      names = "--discordance",
      paramLabel = "SHARE",
      split = ",",
      defaultValue = "0.05,0.1,0.2",
      description =
          "with --plan: assumed shares of prompts whose verdict changes; ${DEFAULT-VALUE} by"
              + " default")
  private List<Double> discordance = List.of();

  @Option(
      names = "--icc",
      defaultValue = "0.5",
      description =
          "with --plan: assumed correlation of a prompt's completions; ${DEFAULT-VALUE} by default")
  private double icc;

  @Option(
      names = "--from",
      paramLabel = "DIR[,DIR]",
      split = ",",
      description =
          "with --plan: an earlier evaluation, or those before and after, whose figures go before"
              + " the assumed ones")
  private List<Path> from = List.of();

  @Option(
      names = "--tokens-per-second",
      paramLabel = "N",
      description = "with --plan: the speed to reckon with, such as belay bench rollout prints")
  private @Nullable Double tokensPerSecond;

  /** The plan as text or as JSON. */
  String print(List<PlannedSuite> planned, int samples, boolean json) {
    EvaluationDesign design =
        EvaluationDesign.of(
            planned,
            samples,
            new Goal(margin, power, confidence),
            new Assumptions(rate, discordance, icc),
            PastEvaluations.read(from),
            new Speed(
                tokensPerSecond == null
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(tokensPerSecond)));
    return json ? Json.pretty(DesignJson.write(design)) + "\n" : DesignTable.print(design);
  }
}
