package dev.belay.core.error;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes what is wrong with one input, place by place, so that all of it is reported together in one
 * {@link BadInputException}.
 */
public interface IssueCollector {

  /**
   * Notes one issue.
   *
   * @param place a property path such as {@code train.data[0].source}; may be empty
   * @param what what was found, what is allowed and what to do
   */
  void add(String place, String what);

  /** Whether an issue stands at the place already, or at one that holds it. */
  boolean isWrong(String place);

  /** Runs a check of the value at a place; its issues are noted there, and nothing returned. */
  default <T> Optional<T> collect(String place, Supplier<T> check) {
    try {
      return Optional.of(check.get());
    } catch (BadInputException e) {
      e.issues().forEach(issue -> add(place, issue));
      return Optional.empty();
    }
  }

  /** Runs a check that gives nothing; its issues are noted at the place. */
  default void check(String place, Runnable check) {
    try {
      check.run();
    } catch (BadInputException e) {
      e.issues().forEach(issue -> add(place, issue));
    }
  }

  /**
   * Ends the collection.
   *
   * @throws BadInputException with all issues, if there are any
   */
  void throwIfAny();
}
