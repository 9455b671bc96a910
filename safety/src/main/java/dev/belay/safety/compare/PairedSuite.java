package dev.belay.safety.compare;

import dev.belay.core.error.BadInputException;
import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SuiteAttack;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.SuiteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The prompts of one suite, before and after.
 *
 * @param info the suite
 * @param binary whether every prompt has one verdict on either side, yes or no
 * @param prompts at least one, in the suite's order, the undecided included
 */
record PairedSuite(SuiteInfo info, boolean binary, List<PairedPrompt> prompts) {

  PairedSuite {
    prompts = List.copyOf(prompts);
  }

  /**
   * Pairs two results.
   *
   * @throws BadInputException when they are not of the same suite, judges and prompts
   */
  static PairedSuite of(SuiteResult allBefore, SuiteResult allAfter) {
    PairingCheck.check(allBefore, allAfter);
    SuiteResult before = allBefore.counted();
    SuiteResult after = allAfter.counted();
    if (before.records().isEmpty()) {
      throw new BadInputException("suite " + before.info().name() + ": no prompts to compare.");
    }
    Map<String, List<EvalRecord>> later = after.byPrompt();
    List<PairedPrompt> prompts = new ArrayList<>();
    before
        .byPrompt()
        .forEach((id, first) -> prompts.add(PairedPrompt.of(first, later.getOrDefault(id, first))));
    return new PairedSuite(after.info(), before.isBinary() && after.isBinary(), prompts);
  }

  /**
   * Pairs all suites of two evaluations.
   *
   * @throws BadInputException with every suite that is in one of them only, and all that differs
   *     between the others
   */
  static List<PairedSuite> all(EvaluationResult before, EvaluationResult after) {
    List<String> issues = new ArrayList<>();
    List<PairedSuite> suites = new ArrayList<>();
    for (SuiteResult first : before.suites()) {
      Optional<SuiteResult> second = after.suite(first.info().name());
      if (second.isEmpty()) {
        issues.add("suite " + first.info().name() + " was run before, and not after.");
        continue;
      }
      try {
        suites.add(of(first, second.get()));
      } catch (BadInputException e) {
        issues.addAll(e.issues());
      }
    }
    for (SuiteResult second : after.suites()) {
      if (before.suite(second.info().name()).isEmpty()) {
        issues.add("suite " + second.info().name() + " was run after, and not before.");
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return suites;
  }

  /** Name and version of the judge that decides. */
  String judge() {
    return info.judges().getFirst();
  }

  /** Which attack or which benchmark it is. */
  String part(RowKey key) {
    return key == RowKey.ATTACK ? attack() : info.benchmark();
  }

  /** Whether any of its prompts has a category. */
  boolean hasCategories() {
    return prompts.stream().anyMatch(prompt -> !prompt.category().isEmpty());
  }

  /** The prompts of one category. */
  PairedSuite category(String category) {
    return new PairedSuite(
        info,
        binary,
        prompts.stream().filter(prompt -> prompt.category().equals(category)).toList());
  }

  /** How its requests were asked: an attack's name, {@code direct} or {@code as published}. */
  String attack() {
    boolean altered = prompts.stream().anyMatch(PairedPrompt::altered);
    return info.attack().map(SuiteAttack::name).orElse(altered ? "as published" : "direct");
  }

  /** How all its prompts changed. */
  SuiteChange change(double confidence) {
    return PromptScores.change(
        prompts.stream().map(PairedPrompt::scores).toList(), binary, confidence);
  }
}
