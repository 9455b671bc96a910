package dev.belay.verify.puzzle.answer;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads values of one kind. Values that mean the same are equal.
 *
 * @param <V> the value
 */
public interface ValueReader<V> {

  /** What such a value is called, such as {@code "a word"}. */
  String kind();

  /** The value that a text is, with nothing beside it; empty when it is none. */
  Optional<V> bare(String text);

  /** All values that running text settles on; more than one means that it settles on none. */
  Set<V> stated(String text);

  /** The parts of a text of which each may be nothing but a value. */
  default List<String> parts(String text) {
    return Scan.lines(text);
  }

  /**
   * Whether what follows "the answer is" is none of the values, or one beside something else of the
   * kind: no other place is looked at then.
   */
  default boolean refuses(String announced) {
    return false;
  }

  /** Whether a text also says that a value which it gives is not the answer. */
  default boolean denies(String text, V value) {
    return false;
  }
}
