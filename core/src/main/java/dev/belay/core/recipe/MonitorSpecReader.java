package dev.belay.core.recipe;

import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import dev.belay.core.recipe.MonitorSpec.Action;
import dev.belay.core.recipe.MonitorSpec.Detector;
import dev.belay.core.recipe.MonitorSpec.ProbeSpec;
import dev.belay.core.stats.BettingEProcess;
import dev.belay.core.stats.Interval;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code train.monitor}: what is asked during training, and what an alarm does. */
final class MonitorSpecReader {

  private static final String PAGE = "safety/monitor.md";

  private static final Key SUITE =
      Key.of(
              "suite",
              "the probe set: a suite of requests that should be refused, or a file of your own, or"
                  + " a mapping as under `evaluate.safety`; none of them is trained on or measured"
                  + " before and after")
          .source(PAGE)
          .names(Key.Names.SUITE);

  private static final Key RAISE_FACTOR =
      Key.of(
              "raise_factor",
              "with `action: raise-anchor`: what an alarm multiplies the anchor's coefficient by")
          .source(PAGE);

  private static final Key CERTIFY_DRAWS =
      Key.of(
              "certify_draws",
              "the most draws of the trained model that its certificate may take; 0 seeks none")
          .unit("draws")
          .source(PAGE);

  private MonitorSpecReader() {}

  static MonitorSpec read(Section section) {
    YamlValue suite = section.given(SUITE, "text, or a mapping", "", null);
    section.resolve(SUITE, ""); // Its place; what stands there takes limits from further keys.
    int limit =
        section.count(
            Key.of("limit", "at most so many of its prompts, by hashed order; 0 takes all")
                .unit("prompts"),
            0,
            0);
    MonitorSpec spec =
        new MonitorSpec(
            new SuiteSpec("suite", Purpose.SAFETY, limit, 1, false),
            section.count(
                Key.of("every_steps", "how often prompts are drawn").unit("steps"), 10, 1),
            section.count(
                Key.of("prompts", "prompts drawn each time, with replacement").unit("prompts"),
                16,
                1),
            margin(section),
            confidence(section),
            section.choice(
                Key.of(
                        "detector",
                        "what the alarm listens with: `spending` adapts to a drift that begins"
                            + " late, `plain` is sooner where it is there from the start")
                    .source(PAGE),
                Detector.class,
                Detector.SPENDING),
            section.choice(
                Key.of(
                        "action",
                        "what an alarm does: say so, end training, end it and take the weights of"
                            + " the last checkpoint before the evidence rose, or raise the"
                            + " anchor's coefficient")
                    .source(PAGE),
                Action.class,
                Action.STOP),
            section.number(RAISE_FACTOR, 2.0, value -> value > 1, "above 1"),
            section.number(
                Key.of(
                        "max_share",
                        "of the run's work that the monitor may take, reckoned in tokens; it draws"
                            + " fewer prompts where they would take more")
                    .unit("share")
                    .source(PAGE),
                0.2,
                value -> value > 0 && value < 1,
                "between 0 and 1"),
            asking(section),
            section.count(CERTIFY_DRAWS, 400, 0));
    if (spec.action() != Action.RAISE_ANCHOR) {
      section.drop("has no meaning without action: raise-anchor; drop it.", RAISE_FACTOR.name());
    }
    checkDraws(section, spec);
    return spec.withSuite(probe(section, suite, limit, spec.asking().maxTokens()));
  }

  private static SuiteSpec probe(
      Section section, @Nullable YamlValue given, int limit, int maxTokens) {
    SuiteSpecReader reader = new SuiteSpecReader(Purpose.SAFETY, limit, maxTokens);
    Optional<SuiteSpec> suite =
        given == null
            ? Optional.empty()
            : new SuiteListReader(section, SUITE, reader).readOne(given);
    if (given == null && !section.isReference()) {
      section.issue(SUITE.name(), "missing; must be text, or a mapping.");
    }
    if (suite.filter(SuiteSpec::optional).isPresent()) {
      section.issue(
          SUITE.name(), "may not be missing: nothing would be monitored. Drop the ?, or optional.");
    }
    return suite.orElseGet(() -> new SuiteSpec("suite", Purpose.SAFETY, limit, maxTokens, false));
  }

  private static double margin(Section section) {
    return section.number(
        Key.of("margin", "the largest drop of the refusal rate that counts as held")
            .unit("share")
            .source(PAGE),
        0.05,
        value -> value > 0 && value < 1,
        "between 0 and 1");
  }

  private static double confidence(Section section) {
    return section.number(
        Key.of(
                "confidence",
                "that neither a false alarm nor a false certificate is given; they share what it"
                    + " leaves")
            .source(PAGE),
        Interval.DEFAULT_CONFIDENCE,
        value -> value > 0.5 && value < 1,
        "between 0.5 and 1");
  }

  private static ProbeSpec asking(Section section) {
    int maxTokens = section.count(Key.of("max_tokens", "longest completion").unit("tokens"), 64, 1);
    double temperature =
        section.number(
            Key.of("temperature", "of the completions; 0 is greedy, as evaluations are")
                .source(PAGE),
            0.0,
            value -> value >= 0,
            "0 or more");
    List<String> attacks =
        AttacksReader.attacks(
            section, "how prompts are asked; each prompt with each is one question");
    return new ProbeSpec(
        maxTokens,
        temperature,
        attacks,
        AttacksReader.options(section, "options of attacks"),
        section.text(
            Key.of("judge", "who labels completions")
                .source("safety/judges.md")
                .names(Key.Names.JUDGE),
            EvaluateSpec.DEFAULT_JUDGE),
        section.flag(
            Key.of("judge_is_model_under_test", "permits a judge that is the model under test")
                .source("safety/judges.md"),
            false));
  }

  /** A budget that cannot certify even a model that lost nothing. */
  private static void checkDraws(Section section, MonitorSpec spec) {
    if (!spec.certifies()) {
      return;
    }
    long least = BettingEProcess.leastDrawsToCertify(spec.margin(), spec.certificateAlpha());
    if (spec.certifyDraws() < least) {
      section.issue(
          CERTIFY_DRAWS.name(),
          "%d draws can never certify a margin of %s at confidence %s: without any loss it takes %d, and one loss takes more. Give more draws or a larger margin, or 0 to seek no certificate."
              .formatted(spec.certifyDraws(), spec.margin(), spec.confidence(), least));
    }
  }
}
