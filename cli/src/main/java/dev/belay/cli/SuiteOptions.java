package dev.belay.cli;

import dev.belay.cli.option.NamedSuites;
import dev.belay.core.data.DataLocations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import dev.belay.core.recipe.EvaluateSpec;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import dev.belay.safety.judge.Judge;
import dev.belay.session.plan.SuitePlan;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an evaluation measures, and who judges. */
final class SuiteOptions {

  @Option(
      names = "--suite",
      paramLabel = "SUITE[:LIMIT]",
      split = ",",
      description =
          "what to measure, such as harmbench,xstest:100; a ? after a name lets it be missing. See"
              + " belay data list")
  private List<String> suites = List.of();

  @Mixin private final OwnSuiteOptions own = new OwnSuiteOptions();

  @Option(
      names = "--attack",
      paramLabel = "ATTACK",
      split = ",",
      defaultValue = "direct",
      description =
          "how safety suites are asked, such as direct,prefix-injection; each attack is a suite of"
              + " its own. Other suites are always asked directly")
  private List<String> attacks = List.of("direct");

  @Option(
      names = "--attack-option",
      paramLabel = "ATTACK.OPTION=VALUE",
      split = ",",
      description = "sets an option of an attack, such as best-of-n.n=64,gcg.steps=50")
  private List<String> attackOptions = List.of();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "0",
      description = "at most so many prompts of each suite, always the same ones; 0 takes all")
  private int limit;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "longest completion; by default 64 of safety suites, 256 of capability suites")
  private @Nullable Integer maxTokens;

  @Option(
      names = "--judge",
      defaultValue = EvaluateSpec.DEFAULT_JUDGE,
      description =
          "who judges safety suites: a name, rubric:URL[#MODEL], llama-guard:MODEL,"
              + " ensemble:JUDGE,JUDGE or a YAML file (docs/safety/judges.md); ${DEFAULT-VALUE} by"
              + " default")
  private String judge = EvaluateSpec.DEFAULT_JUDGE;

  @Option(
      names = "--judge-is-model-under-test",
      description = "says a second time that the model is to judge itself")
  private boolean judgeIsModelUnderTest;

  /** Whether the user says that a judge which is the model under test is meant. */
  boolean judgeIsModelUnderTest() {
    return judgeIsModelUnderTest;
  }

  /**
   * Reads the suites.
   *
   * @param judges opens the judge, once the suites' names are known to be right
   */
  SuitePlan plan(
      DataLocations locations, IntFunction<Sampling> law, Function<String, Judge> judges) {
    if (limit < 0) {
      throw new BadInputException("--limit: found %d, must be 0 or more.".formatted(limit));
    }
    if (Set.copyOf(attacks).size() < attacks.size()) {
      throw new BadInputException(
          "--attack: found %s, must be names, each once.".formatted(attacks));
    }
    if (maxTokens != null && maxTokens < 1) {
      throw new BadInputException(
          "--max-tokens: found %d, must be 1 or more.".formatted(maxTokens));
    }
    OptionalInt most = maxTokens == null ? OptionalInt.empty() : OptionalInt.of(maxTokens);
    List<SuiteSpec> specs =
        own.with(NamedSuites.specs("--suite", suites, limit, most, locations), limit, most);
    EvaluateSpec spec = EvaluateSpec.of(specs, attacks, attackOptions, judge);
    return SuitePlan.of(spec, locations, law, judges.apply(judge));
  }
}
