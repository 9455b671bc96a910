package dev.belay.safety.gate;

import dev.belay.core.error.BadInputException;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SettingsCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The folders of two evaluations, read for a gate; everything wrong with them is said at once. */
public final class GateFolders {

  private GateFolders() {}

  /**
   * Compares two folders and holds them to a rule.
   *
   * @param acrossModels whether the models may read the same prompts as other tokens
   * @throws BadInputException with everything that is wrong: folders that hold no finished
   *     evaluation, other judges, prompts or settings, a rule that cannot be applied
   */
  public static GateResult judge(Path before, Path after, GateRule rule, boolean acrossModels) {
    LinkedHashSet<String> issues =
        new LinkedHashSet<>(SettingsCheck.issues(before, after, acrossModels));
    Optional<EvaluationResult> first = tried(() -> EvaluationResult.read(before), issues);
    Optional<EvaluationResult> second = tried(() -> EvaluationResult.read(after), issues);
    if (!issues.isEmpty() || first.isEmpty() || second.isEmpty()) {
      throw new BadInputException(List.copyOf(issues));
    }
    Comparison comparison =
        Comparison.of(first.get(), second.get(), rule.margin(), rule.confidence());
    return GateResult.of(comparison, rule, warnings(before, after));
  }

  private static <T> Optional<T> tried(Supplier<T> read, Set<String> issues) {
    try {
      return Optional.of(read.get());
    } catch (BadInputException e) {
      issues.addAll(e.issues());
      return Optional.empty();
    }
  }

  private static List<String> warnings(Path before, Path after) {
    List<String> warnings = new ArrayList<>();
    if (SettingsCheck.sameModel(before, after)) {
      warnings.add("Both evaluations are of the same model: that it lost nothing says nothing.");
    }
    return warnings;
  }
}
