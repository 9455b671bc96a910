package dev.belay.jinja;

import dev.belay.jinja.value.CodePoints;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Characters taken off the ends: white space, or those of a given string. */
final class Strip {

  private Strip() {}

  static String both(String text, Optional<String> characters) {
    return left(right(text, characters), characters);
  }

  static String left(String text, Optional<String> characters) {
    IntPredicate stripped = predicate(characters);
    int start = 0;
    while (start < text.length() && stripped.test(text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    return text.substring(start);
  }

  static String right(String text, Optional<String> characters) {
    IntPredicate stripped = predicate(characters);
    int end = text.length();
    while (end > 0 && stripped.test(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(0, end);
  }

  private static IntPredicate predicate(Optional<String> characters) {
    return characters.map(Strip::oneOf).orElse(CodePoints::isSpace);
  }

  private static IntPredicate oneOf(String characters) {
    BitSet set = new BitSet();
    characters.codePoints().forEach(set::set);
    return set::get;
  }
}
