package dev.belay.cli.model;

import dev.belay.cli.option.NamedSuites;
import dev.belay.core.data.DataLocations;
import dev.belay.core.error.IssueList;
import dev.belay.core.model.Sampling;
import dev.belay.core.recipe.EvaluateSpec;
import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import dev.belay.core.recipe.ModelSpec;
import dev.belay.core.recipe.SuiteSource;
import dev.belay.core.stats.Interval;
import dev.belay.safety.gate.GateRule;
import dev.belay.safety.hold.HoldWalk;
import dev.belay.safety.judge.Judge;
import dev.belay.session.hold.HoldPlan;
import dev.belay.session.plan.SuitePlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --hold} and what belongs to it: a weight that is chosen rather than given. */
final class HoldOptions {

  @Option(
      names = "--hold",
      paramLabel = "SUITE[:LIMIT]",
      split = ",",
      required = true,
      description =
          "tries the weights 1, 0.9, … 0.1 and takes the first at which these suites are shown to"
              + " be within the margin of BASE, such as builtin-safety, or files of your own with"
              + " requests that should be refused")
  private List<String> hold = List.of();

  @Option(
      names = "--over-refusal",
      paramLabel = "SUITE[:LIMIT]",
      split = ",",
      description =
          "with --hold: suites of harmless requests that are held too, also files of your own")
  private List<String> overRefusal = List.of();

  @Option(
      names = "--margin",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description =
          "with --hold: the largest worsening that counts as held; ${DEFAULT-VALUE} by default")
  private double margin;

  @Option(
      names = "--confidence",
      defaultValue = "" + Interval.DEFAULT_CONFIDENCE,
      description = "with --hold: of the two-sided intervals; ${DEFAULT-VALUE} by default")
  private double confidence;

  @Option(
      names = "--task",
      paramLabel = "SUITE[:LIMIT]",
      split = ",",
      description =
          "with --hold: suites of tasks, also files of your own, to say what is left of the gain")
  private List<String> task = List.of();

  @Option(
      names = "--report",
      paramLabel = "SUITE",
      split = ",",
      defaultValue = "harmbench,advbench,strongreject,jailbreakbench,malicious-instruct",
      description =
          "with --hold: the suites that will be reported, also files of your own, which must stay"
              + " unseen; by default ${DEFAULT-VALUE}")
  private List<String> report = List.of();

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "with --hold: longest completion on the hold suites; 64 by default")
  private @Nullable Integer maxTokens;

  @Option(
      names = "--task-max-tokens",
      paramLabel = "N",
      description = "with --hold: longest completion on tasks; 256 by default")
  private @Nullable Integer taskMaxTokens;

  @Option(
      names = "--judge",
      defaultValue = EvaluateSpec.DEFAULT_JUDGE,
      description = "with --hold: who judges, as of belay eval; ${DEFAULT-VALUE} by default")
  private String judge = EvaluateSpec.DEFAULT_JUDGE;

  @Option(
      names = "--judge-is-model-under-test",
      description = "with --hold: says a second time that the model is to judge itself")
  private boolean judgeIsModelUnderTest;

  @Option(
      names = "--system",
      paramLabel = "TEXT",
      description = "with --hold: a system message put first; may be empty")
  private @Nullable String system;

  @Option(
      names = "--evals",
      paramLabel = "DIR",
      description =
          "with --hold: where the evaluations and interpolate.json are kept; beside --out, with"
              + " -hold at the end of its name, by default")
  private @Nullable Path evals;

  @Option(names = "--resume", description = "with --hold: goes on with the walk in that folder")
  private boolean resume;

  @Option(
      names = "--fresh",
      description = "with --hold: measures anew what this machine has measured before")
  private boolean fresh;

  boolean fresh() {
    return fresh;
  }

  boolean judgeIsModelUnderTest() {
    return judgeIsModelUnderTest;
  }

  /** How the models are asked, as {@code belay eval} would by default. */
  ModelSpec model(String name) {
    return new ModelSpec(name, ModelSpec.Dtype.BFLOAT16, Optional.ofNullable(system));
  }

  /** The folder of the walk. */
  Path folder(Path out) {
    return evals == null
        ? out.toAbsolutePath().normalize().resolveSibling(out.getFileName() + "-hold")
        : evals;
  }

  /** What is wrong before a model is fetched. */
  void check(Path out, IssueList issues) {
    issues.check("--margin", () -> rule(false));
    tokens("--max-tokens", maxTokens, issues);
    tokens("--task-max-tokens", taskMaxTokens, issues);
    Path folder = folder(out);
    boolean begun = folder.resolve("interpolate.json").toFile().exists();
    if (begun && !resume) {
      issues.add(
          "--evals", folder + ": holds a walk. Go on with --resume, or name another --evals.");
    }
    if (!begun && resume) {
      issues.add("--evals", folder + ": holds no walk to resume; leave out --resume to start one.");
    }
  }

  private static void tokens(String option, @Nullable Integer most, IssueList issues) {
    if (most != null && most < 1) {
      issues.add(option, "%s: found %d, must be 1 or more.".formatted(option, most));
    }
  }

  /**
   * What a weight has to show.
   *
   * @param overRefusal whether suites of harmless requests are held too
   */
  private GateRule rule(boolean overRefusal) {
    return new GateRule(
        margin,
        overRefusal ? OptionalDouble.of(margin) : OptionalDouble.empty(),
        OptionalDouble.empty(),
        confidence,
        GateRule.Method.SCORE,
        GateRule.MAX_UNDECIDED);
  }

  /**
   * Finds and reads the suites.
   *
   * @param judges opens the judge, once the suites' names are known to be right
   * @param note is told what a person should know
   * @throws dev.belay.core.error.BadInputException with everything for which the walk would be in
   *     vain
   */
  HoldPlan plan(DataLocations locations, Function<String, Judge> judges, Consumer<String> note) {
    List<SuiteSpec> held = held(locations);
    List<SuiteSpec> tasks =
        NamedSuites.specsOrFiles(
            "--task", task, Purpose.CAPABILITY, 0, most(taskMaxTokens), locations);
    IssueList twins = new IssueList();
    NamedSuites.checkNames(Stream.concat(held.stream(), tasks.stream()).toList(), twins);
    twins.throwIfAny();
    List<SuiteSpec> reported =
        NamedSuites.specsOrFiles(
                "--report", report, Purpose.SAFETY, 0, OptionalInt.empty(), locations)
            .stream()
            .map(HoldOptions::reported)
            .toList();
    Judge judging = judges.apply(judge);
    HoldPlan plan =
        new HoldPlan(
            suites(held, locations, judging),
            suites(tasks, locations, judging),
            reported.stream().map(SuiteSpec::name).toList(),
            rule(held.stream().anyMatch(s -> s.purpose() == Purpose.OVER_REFUSAL)),
            HoldWalk.GRID,
            0);
    SuitePlan here = suites(reported, locations, judging);
    plan.require(here);
    plan.hold().notes().forEach(note);
    plan.task().notes().forEach(note);
    List<String> unseen = new ArrayList<>(plan.report());
    here.planned().forEach(suite -> unseen.remove(suite.name()));
    if (!unseen.isEmpty()) {
      note.accept(
          "Not here, so that their prompts could not be compared with those of --hold: "
              + String.join(", ", unseen));
    }
    return plan;
  }

  private List<SuiteSpec> held(DataLocations locations) {
    List<SuiteSpec> held =
        new ArrayList<>(
            NamedSuites.specsOrFiles(
                "--hold", hold, Purpose.SAFETY, 0, most(maxTokens), locations));
    IssueList issues = new IssueList();
    for (String text : overRefusal) {
      issues
          .collect(
              "--over-refusal",
              () -> NamedSuites.file(text, Purpose.OVER_REFUSAL, 0, most(maxTokens)))
          .ifPresent(held::add);
    }
    issues.throwIfAny();
    return held;
  }

  /** A suite that Belay knows may be reported elsewhere, where its file is. */
  private static SuiteSpec reported(SuiteSpec suite) {
    return suite.source() instanceof SuiteSource.OwnFile
        ? suite
        : new SuiteSpec(suite.name(), suite.purpose(), suite.limit(), suite.maxTokens(), true);
  }

  private SuitePlan suites(List<SuiteSpec> specs, DataLocations locations, Judge judging) {
    EvaluateSpec spec = EvaluateSpec.of(specs, List.of("direct"), List.of(), judge);
    return SuitePlan.of(spec, locations, Sampling::greedy, judging);
  }

  private static OptionalInt most(@Nullable Integer tokens) {
    return tokens == null ? OptionalInt.empty() : OptionalInt.of(tokens);
  }
}
