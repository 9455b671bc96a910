package dev.belay.core.recipe;

import dev.belay.core.data.ColumnNames;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import java.util.List;
import java.util.Optional;

/**
 * Reads a suite: its name, or a mapping with more.
 *
 * @param purpose what the suite measures
 * @param limit of a suite that gives none
 * @param tokens longest completion of a suite that gives none
 */
record SuiteSpecReader(Purpose purpose, int limit, int tokens) {

  private static final Key SUITE =
      Key.of("suite", "a suite that Belay knows, with its level if it has one; or `path`")
          .source("safety/benchmarks.md");

  private static final Key PATH =
      Key.of("path", "a file of your own in place of `suite`").source("suites.md");

  private static final Key NAME =
      Key.of("name", "what its results are called; by default the suite's or the file's name");

  private static final Key LIMIT =
      Key.of("limit", "at most so many prompts; by default `evaluate.limit`").unit("prompts");

  private static final Key OPTIONAL =
      Key.of("optional", "leaves the suite out if its file is missing");

  private static final Key MAX_TOKENS =
      Key.of("max_tokens", "longest completion; by default that of the suite's kind")
          .unit("tokens");

  private static final Key STOP =
      Key.of("stop", "strings of which the first that appears ends a completion before it")
          .source("suites.md");

  private static final Key VERIFIER =
      Key.of(
              "verifier",
              "with `path`: who checks; by default `code` of tasks with unit tests, else `math`")
          .source("verifiers/README.md");

  private static final Key GOLD =
      Key.of("gold", "with `path`: template of the reference answer; by default the column `gold`")
          .source("suites.md");

  private static final Key PROMPT =
      Key.of(
              "prompt",
              "template of what is asked, such as `\"Question: {{question}}\\nAnswer:\"`; by"
                  + " default the task's text")
          .source("suites.md");

  private static final Key TARGET =
      Key.of(
              "target",
              "template of an example's answer, such as `\"{{answer}}\"`; by default its solution")
          .source("suites.md");

  private static final Key FEWSHOT =
      Key.of("fewshot", "worked examples before each task").source("suites.md");

  /** A suite that is named. */
  SuiteSpec named(SuiteName suite) {
    if (!SuiteName.isFile(suite.name())) {
      return new SuiteSpec(suite.name(), purpose, suite.limit(), tokens, suite.optional());
    }
    return new SuiteSpec(
        nameOf(suite.name()),
        purpose,
        suite.limit(),
        tokens,
        1,
        suite.optional(),
        new SuiteSource.OwnFile(suite.name()),
        AskedSpec.PLAIN);
  }

  private static String nameOf(String file) {
    String name = SuiteName.ofFile(file);
    if (name.isEmpty()) {
      throw new BadInputException(
          "found '%s', whose name gives its results none; write { path: %s, name: … }."
              .formatted(file, file));
    }
    return name;
  }

  /** A suite that a mapping describes. */
  SuiteSpec read(Section section) {
    SuiteSource source = source(section);
    String own =
        switch (source) {
          case SuiteSource.Known(String name) -> name;
          case SuiteSource.OwnFile file -> SuiteName.ofFile(file.path());
        };
    String name = section.optionalText(NAME).orElse(own);
    boolean isNamed = name.matches("[a-z0-9_-][a-z0-9._@-]*");
    if (!isNamed && !section.isReference()) {
      section.issue(
          NAME.name(),
          "found '%s', must be small letters, digits, '.', '_', '@' and '-'.".formatted(name));
    }
    return new SuiteSpec(
        isNamed ? name : "suite",
        purpose,
        section.count(LIMIT, limit, 0),
        section.count(MAX_TOKENS, tokens, 1),
        1,
        section.flag(OPTIONAL, false),
        source,
        asked(section, source));
  }

  private static SuiteSource source(Section section) {
    Optional<String> suite = section.optionalText(SUITE);
    Optional<String> path = section.optionalText(PATH);
    if (suite.isPresent() == path.isPresent() && !section.isReference()) {
      section.issue(
          SUITE.name(),
          suite.isPresent()
              ? "names a suite and a file; leave out path, or suite."
              : "missing; name a suite, or a file of your own by path.");
    }
    suite
        .filter(SuiteName::isFile)
        .ifPresent(
            file ->
                section.issue(SUITE.name(), "found '%s'; give a file by path.".formatted(file)));
    boolean named = section.has("columns");
    ColumnNames columns = FileSpecReader.columns(section);
    if (named && path.isEmpty() && suite.isPresent()) {
      section.issue(
          "columns", "are those of a file of your own; %s knows its own.".formatted(suite.get()));
    }
    return path.<SuiteSource>map(file -> new SuiteSource.OwnFile(file, columns))
        .orElseGet(() -> new SuiteSource.Known(suite.orElse("suite")));
  }

  private AskedSpec asked(Section section, SuiteSource source) {
    List<String> stop = section.texts(STOP, List.of());
    Sampling.stopIssue(stop).ifPresent(issue -> section.issue(STOP.name(), issue));
    List<String> kept = Sampling.stopIssue(stop).isPresent() ? List.of() : stop;
    if (purpose != Purpose.CAPABILITY) {
      for (Key key : List.of(VERIFIER, GOLD, PROMPT, TARGET, FEWSHOT)) {
        section.refuse(key, "has no meaning here: only suites of tasks are asked otherwise.");
      }
      return AskedSpec.PLAIN.withStop(kept);
    }
    Optional<String> verifier = section.optionalText(VERIFIER);
    Optional<String> gold = section.optionalText(GOLD);
    if (source instanceof SuiteSource.Known) {
      String why = "belongs to a file of your own; %s knows its own.";
      verifier.ifPresent(_ -> section.issue(VERIFIER.name(), why.formatted("a suite")));
      gold.ifPresent(_ -> section.issue(GOLD.name(), why.formatted("a suite")));
    }
    return new AskedSpec(
        verifier,
        gold,
        section.optionalText(PROMPT),
        section.optionalText(TARGET),
        section.optionalSection(FEWSHOT, one -> FewshotSpecReader.read(one, source)),
        kept);
  }
}
