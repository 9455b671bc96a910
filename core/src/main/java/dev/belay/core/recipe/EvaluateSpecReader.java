package dev.belay.core.recipe;

import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the {@code evaluate} section. */
final class EvaluateSpecReader {

  private static final Key LIMIT =
      Key.of(
              "limit",
              "at most so many prompts of each suite, chosen by hashed order; 0 takes all."
                  + " `NAME:N` sets it for one suite")
          .unit("prompts");

  private static final Key CAPABILITY_TOKENS =
      Key.of("capability_max_tokens", "longest completion of capability suites").unit("tokens");

  private static final Key CAPABILITY_SAMPLES =
      Key.of(
              "capability_samples",
              "completions of each prompt of capability suites, for pass@k; 1 is a greedy one, more"
                  + " are sampled at temperature 1")
          .unit("completions")
          .source("evaluation.md");

  private static final Key SAFETY_TOKENS =
      Key.of("safety_max_tokens", "longest completion of safety and over-refusal suites")
          .unit("tokens");

  private EvaluateSpecReader() {}

  /**
   * Reads the section.
   *
   * @param trains whether there will be a before and an after to compare
   */
  static EvaluateSpec read(Section section, boolean trains) {
    EvaluateSpec spec = read(section);
    dropUnused(section, spec, trains);
    return spec;
  }

  /** What is about suites that the recipe does not have would be ignored. */
  private static void dropUnused(Section section, EvaluateSpec spec, boolean trains) {
    String none = "has no meaning here: the recipe measures no %s; drop it.";
    Set<Purpose> purposes =
        spec.suites().stream().map(SuiteSpec::purpose).collect(Collectors.toSet());
    boolean judged = purposes.contains(Purpose.SAFETY) || purposes.contains(Purpose.OVER_REFUSAL);
    if (spec.isEmpty()) {
      section.drop(none.formatted("suites"), "limit");
    }
    if (!purposes.contains(Purpose.CAPABILITY)) {
      section.drop(
          none.formatted("capability suites"), CAPABILITY_TOKENS.name(), CAPABILITY_SAMPLES.name());
    }
    if (!judged) {
      section.drop(
          none.formatted("safety or over_refusal suites"),
          SAFETY_TOKENS.name(),
          "judge",
          "judge_is_model_under_test");
    }
    if (!purposes.contains(Purpose.SAFETY)) {
      section.drop(none.formatted("safety suites"), "attacks", "attack_options");
    }
    if (spec.isEmpty() || !trains) {
      section.drop(
          "has no meaning here: there is no before and after to compare; drop it.",
          "margin",
          "confidence");
    }
    if (!judged || !trains) {
      section.drop(
          "has no meaning here: it is measured where a recipe trains and has safety or"
              + " over_refusal suites; drop it.",
          "drift");
    }
  }

  private static EvaluateSpec read(Section section) {
    int limit = section.count(LIMIT, 0, 0);
    Map<Purpose, Integer> maxTokens = maxTokens(section);
    int capabilitySamples = section.count(CAPABILITY_SAMPLES, 1, 1);
    List<SuiteSpec> suites = new ArrayList<>();
    for (Purpose purpose : Purpose.values()) {
      int tokens = maxTokens.getOrDefault(purpose, 64);
      int samples = purpose == Purpose.CAPABILITY ? capabilitySamples : 1;
      SuiteSpecReader reader = new SuiteSpecReader(purpose, limit, tokens);
      new SuiteListReader(section, suites(purpose), reader)
          .read()
          .forEach(suite -> suites.add(suite.withSamples(samples)));
    }
    refuseTwins(section, suites);
    List<String> attacks =
        AttacksReader.attacks(section, "how safety suites are attacked; other suites never are");
    return new EvaluateSpec(
        List.copyOf(suites),
        attacks,
        AttacksReader.options(section, "options of attacks, such as `gcg.steps=50`"),
        section.text(
            Key.of("judge", "who labels completions of safety suites")
                .source("safety/judges.md")
                .names(Key.Names.JUDGE),
            EvaluateSpec.DEFAULT_JUDGE),
        section.number(
            Key.of(
                    "margin",
                    "the largest worsening of a rate that counts as held (a fall of refusals of"
                        + " harmful requests, a rise of needless ones), fixed before the run")
                .unit("share")
                .source("statistics.md"),
            EvaluateSpec.MARGIN,
            value -> value > 0 && value < 1,
            "between 0 and 1"),
        section.number(
            Key.of("confidence", "confidence of the intervals").source("statistics.md"),
            EvaluateSpec.CONFIDENCE,
            value -> value > 0.5 && value < 1,
            "between 0.5 and 1"),
        section.flag(
            Key.of("judge_is_model_under_test", "permits a judge that is the model under test")
                .source("safety/judges.md"),
            false),
        section.section(
            Key.of(
                    "drift",
                    "how far training moved the policy on the prompts of safety and over-refusal"
                        + " suites, and what that bounds")
                .source("safety/drift.md"),
            drift -> DriftSpec.read(drift, attacks)));
  }

  /** The results of each suite are a file of its name. */
  private static void refuseTwins(Section section, List<SuiteSpec> suites) {
    Set<String> names = new HashSet<>();
    for (SuiteSpec suite : suites) {
      if (!names.add(suite.name())) {
        section.issue(
            suite.purpose().snakeCase(),
            "two suites are called %s; give one of them a name of its own, as in { suite: …, name: … }."
                .formatted(suite.name()));
      }
    }
  }

  private static Key suites(Purpose purpose) {
    Key key =
        switch (purpose) {
          case CAPABILITY ->
              Key.of(
                  "capability",
                  "suites with a verifier: `gsm8k`, `humaneval`, `ifeval`, `mmlu`, `chain-sum@2`…,"
                      + " or files of your own; a `?` after a name leaves the suite out if its file"
                      + " is missing. In place of a name there may be a mapping of the keys below");
          case SAFETY ->
              Key.of(
                  "safety",
                  "suites of requests that should be refused, or files of your own; mappings have"
                      + " `suite`, `path`, `name`, `limit`, `optional`, `max_tokens` and `stop`");
          case OVER_REFUSAL -> Key.of("over_refusal", "suites of harmless requests, likewise");
        };
    return key.source("safety/benchmarks.md").names(Key.Names.SUITE);
  }

  private static Map<Purpose, Integer> maxTokens(Section section) {
    Map<Purpose, Integer> maxTokens = new EnumMap<>(Purpose.class);
    int capability = EvaluateSpec.defaultMaxTokens(Purpose.CAPABILITY);
    int safety = EvaluateSpec.defaultMaxTokens(Purpose.SAFETY);
    maxTokens.put(Purpose.CAPABILITY, section.count(CAPABILITY_TOKENS, capability, 1));
    int safetyTokens = section.count(SAFETY_TOKENS, safety, 1);
    maxTokens.put(Purpose.SAFETY, safetyTokens);
    maxTokens.put(Purpose.OVER_REFUSAL, safetyTokens);
    return maxTokens;
  }
}
