package dev.belay.safety.compare;

import dev.belay.core.error.BadInputException;
import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.SuiteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
   * @throws BadInputException when a suite is in one of them only, or the prompts differ
   */
  static List<PairedSuite> all(EvaluationResult before, EvaluationResult after) {
    List<PairedSuite> suites = new ArrayList<>();
    for (SuiteResult first : before.suites()) {
      String name = first.info().name();
      SuiteResult second =
          after
              .suite(name)
              .orElseThrow(
                  () -> new BadInputException("suite " + name + " was run before, and not after."));
      suites.add(of(first, second));
    }
    return suites;
  }

  /** How its requests were asked: an attack's name, {@code direct} or {@code as published}. */
  String attack() {
    if (!info.attackName().isEmpty()) {
      return info.attackName();
    }
    return prompts.stream().anyMatch(PairedPrompt::altered) ? "as published" : "direct";
  }

  /** How all its prompts changed. */
  SuiteChange change(double confidence) {
    return PromptScores.change(
        prompts.stream().map(PairedPrompt::scores).toList(), binary, confidence);
  }
}
