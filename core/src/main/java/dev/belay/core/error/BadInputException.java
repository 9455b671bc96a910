package dev.belay.core.error;

import java.util.List;

/**
 * Input that the user can mend: a recipe, a file, an option. The command line prints {@link
 * #issues()} without a stack trace and exits with 2.
 *
 * <p>Each issue is one sentence or two that say where it is (file, line, property path), what was
 * found, what is allowed and what to do. All issues found are reported together.
 */
public final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> issues;

  public BadInputException(String issue) {
    this(List.of(issue));
  }

  public BadInputException(String issue, Throwable cause) {
    super(issue, cause);
    this.issues = List.of(issue);
  }

  public BadInputException(List<String> issues) {
    super(String.join("\n", issues));
    if (issues.isEmpty()) {
      throw new IllegalArgumentException("an error needs at least one issue");
    }
    this.issues = List.copyOf(issues);
  }

  /** What is wrong, in the order found; at least one. */
  public List<String> issues() {
    return issues;
  }
}
