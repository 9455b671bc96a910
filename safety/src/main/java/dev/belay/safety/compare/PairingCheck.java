package dev.belay.safety.compare;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.error.BadInputException;
import dev.belay.safety.attack.AttackKind;
import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.SuitePrompt;
import dev.belay.safety.eval.SuiteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Sees to it that two results are of the same prompts, judged alike. */
final class PairingCheck {
  private static final int MOST_NAMED = 10;

  private PairingCheck() {}

  /**
   * Checks the suite, its judges, the prompts and the number of completions of each.
   *
   * @throws BadInputException with everything that differs
   */
  static void check(SuiteResult before, SuiteResult after) {
    List<String> issues = new ArrayList<>();
    String suite = "suite " + before.info().name();
    if (!before.info().equals(after.info())) {
      issues.add(
          "%s: before is %s, after is %s; run both with the same version and judges."
              .formatted(suite, before.info(), after.info()));
    }
    Map<String, List<EvalRecord>> first = before.byPrompt();
    Map<String, List<EvalRecord>> second = after.byPrompt();
    if (!first.keySet().equals(second.keySet())) {
      issues.add(
          "%s: before has %d prompts and after %d, and the two do not hold the same ones (%s); run both with the same limit and data."
              .formatted(suite, first.size(), second.size(), example(first, second)));
    }
    List<String> differing = differing(before.info(), first, second);
    differing.stream()
        .limit(MOST_NAMED)
        .map(
            id ->
                "%s: prompt %s differs between before and after in its text or its number of completions."
                    .formatted(suite, id))
        .forEach(issues::add);
    if (differing.size() > MOST_NAMED) {
      issues.add("%s: so do %d more.".formatted(suite, differing.size() - MOST_NAMED));
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  private static List<String> differing(
      SuiteInfo info, Map<String, List<EvalRecord>> first, Map<String, List<EvalRecord>> second) {
    return first.entrySet().stream()
        .filter(
            entry ->
                !samePrompt(
                    info, entry.getValue(), second.getOrDefault(entry.getKey(), entry.getValue())))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean samePrompt(
      SuiteInfo info, List<EvalRecord> before, List<EvalRecord> after) {
    SuitePrompt first = before.getFirst().prompt();
    SuitePrompt second = after.getFirst().prompt();
    return before.size() == after.size()
        && first.prompt().equals(second.prompt())
        && (info.attackKind() == AttackKind.FITTED || inputs(before).equals(inputs(after)));
  }

  private static List<ChatInput> inputs(List<EvalRecord> records) {
    return records.stream().map(record -> record.asked().input()).toList();
  }

  private static String example(Map<String, ?> first, Map<String, ?> second) {
    TreeSet<String> missing = new TreeSet<>(first.keySet());
    missing.removeAll(second.keySet());
    if (!missing.isEmpty()) {
      return missing.first() + " is only before";
    }
    TreeSet<String> added = new TreeSet<>(second.keySet());
    added.removeAll(first.keySet());
    return added.first() + " is only after";
  }
}
