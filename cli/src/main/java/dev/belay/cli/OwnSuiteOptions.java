package dev.belay.cli;

import dev.belay.cli.option.NamedSuites;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.IssueList;
import dev.belay.core.model.Sampling;
import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import dev.belay.core.recipe.FewshotSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Suites by what they measure, which may be files, and how tasks are asked. */
final class OwnSuiteOptions {

  @Option(
      names = "--task",
      paramLabel = "SUITE[:LIMIT]",
      split = ",",
      description =
          "suites of tasks: names, files of your own (.jsonl, .csv …), or .yaml files with a"
              + " suite's settings (docs/suites.md)")
  private List<String> tasks = List.of();

  @Option(
      names = "--safety",
      paramLabel = "SUITE[:LIMIT]",
      split = ",",
      description = "suites of requests that should be refused, likewise")
  private List<String> safety = List.of();

  @Option(
      names = "--over-refusal",
      paramLabel = "SUITE[:LIMIT]",
      split = ",",
      description = "suites of harmless requests, likewise")
  private List<String> overRefusal = List.of();

  @Option(
      names = "--fewshot",
      paramLabel = "N",
      description =
          "puts the first N problems of the training split, solved, before each task; a suite's"
              + " settings can say more")
  private @Nullable Integer fewshot;

  @Option(
      names = "--fewshot-as",
      paramLabel = "FORM",
      description = "turns of the chat (the default), one message, or text without a chat template")
  private FewshotSpec.@Nullable Form form;

  @Option(
      names = "--stop",
      paramLabel = "TEXT",
      description = "ends a completion before this text; repeatable")
  private List<String> stop = List.of();

  /**
   * All suites, asked as the options say.
   *
   * @param named those that name themselves
   * @param limit prompts of a suite that gives no limit; 0 for all
   * @param maxTokens longest completion; empty for that of each kind
   * @throws BadInputException with all that is wrong
   */
  List<SuiteSpec> with(List<SuiteSpec> named, int limit, OptionalInt maxTokens) {
    IssueList issues = new IssueList();
    List<SuiteSpec> suites = new ArrayList<>(named);
    for (Purpose purpose : Purpose.values()) {
      for (String text : texts(purpose)) {
        issues
            .collect(option(purpose), () -> NamedSuites.file(text, purpose, limit, maxTokens))
            .ifPresent(suites::add);
      }
    }
    NamedSuites.checkNames(suites, issues);
    check(suites, issues);
    issues.throwIfAny();
    return suites.stream().map(this::asked).toList();
  }

  private List<String> texts(Purpose purpose) {
    return switch (purpose) {
      case CAPABILITY -> tasks;
      case SAFETY -> safety;
      case OVER_REFUSAL -> overRefusal;
    };
  }

  private static String option(Purpose purpose) {
    return switch (purpose) {
      case CAPABILITY -> "--task";
      case SAFETY -> "--safety";
      case OVER_REFUSAL -> "--over-refusal";
    };
  }

  private void check(List<SuiteSpec> suites, IssueList issues) {
    boolean hasTasks = suites.stream().anyMatch(one -> one.purpose() == Purpose.CAPABILITY);
    if (fewshot != null && fewshot < 0) {
      issues.add("", "--fewshot: found %d, must be 0 or more.".formatted(fewshot));
    }
    if (fewshot != null && !suites.isEmpty() && !hasTasks) {
      issues.add("", "--fewshot: examples stand before tasks, and no suite has any; leave it out.");
    }
    if (form != null && fewshot == null) {
      issues.add("", "--fewshot-as: says how --fewshot N puts its examples; add that.");
    }
    Sampling.stopIssue(stop).ifPresent(issue -> issues.add("", "--stop: " + issue));
    if (suites.isEmpty() && tasks.isEmpty() && safety.isEmpty() && overRefusal.isEmpty()) {
      issues.add(
          "", "nothing to measure: name suites with --suite, --task, --safety or --over-refusal.");
    }
  }

  private SuiteSpec asked(SuiteSpec suite) {
    SuiteSpec stopped = suite.withAsked(suite.asked().withStop(stop));
    if (fewshot == null || suite.purpose() != Purpose.CAPABILITY) {
      return stopped;
    }
    FewshotSpec settings =
        stopped
            .asked()
            .fewshot()
            .orElse(FewshotSpec.of(fewshot, FewshotSpec.Form.TURNS))
            .withCount(fewshot);
    FewshotSpec examples = form == null ? settings : settings.withForm(form);
    return stopped.withAsked(stopped.asked().withFewshot(examples));
  }
}
