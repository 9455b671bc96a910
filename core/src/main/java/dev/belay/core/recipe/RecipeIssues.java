package dev.belay.core.recipe;

import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one recipe, so that all of it is said together. */
final class RecipeIssues {

  private final String file;
  private final List<String> issues = new ArrayList<>();

  RecipeIssues(String file) {
    this.file = file;
  }

  /**
   * Notes one issue.
   *
   * @param line 1-based; 0 when the value came from the command line or is absent
   * @param path property path such as {@code train.optimizer.learning_rate}
   */
  void add(int line, String path, String what) {
    String where = line > 0 ? file + ":" + line : file;
    issues.add(path.isEmpty() ? where + ": " + what : where + ": " + path + ": " + what);
  }

  void throwIfAny() {
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }
}
