package dev.belay.core.verify;

import dev.belay.core.verify.Amount.Form;
import dev.belay.core.verify.MathToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds all amounts of a text, from its beginning to its end. */
final class AmountScanner {
  private static final Set<String> CHOICES = Set.of("one", "any", "some", "either");
  private static final Set<String> PRIMES =
      Set.of("'", "\"", "\u2019", "\u201d", "\u2032", "\u2033");

  private final MathTokens tokens;
  private final AmountParser parser;
  private final List<Amount> amounts = new ArrayList<>();

  AmountScanner(MathTokens tokens) {
    this.tokens = tokens;
    this.parser = new AmountParser(tokens);
  }

  /** The amounts, in the order of the text; they do not overlap. */
  List<Amount> scan() {
    int boxEnd = -1;
    for (int at = 0; at < tokens.size(); ) {
      if (tokens.is(at, Kind.BOX)) {
        boxEnd = Math.max(boxEnd, tokens.closing(at + 1));
      }
      boolean math = at < boxEnd;
      Amount amount = starts(at, math) ? parser.parse(at, math) : null;
      if (amount == null) {
        at = tokens.is(at, Kind.POWER) ? Math.max(at + 1, tokens.afterExponent(at)) : at + 1;
      } else {
        amount = merged(amount, math);
        amounts.add(amount);
        at = Math.max(amount.to(), tokens.afterUnit(amount.to()));
      }
    }
    return List.copyOf(amounts);
  }

  /** See {@link AmountParser#steps()}. */
  long steps() {
    return parser.steps();
  }

  private boolean starts(int at, boolean math) {
    MathToken token = tokens.at(at);
    return switch (token.kind()) {
      case NUMBER, FRACTION, ROOT, COMMAND, PLUS_MINUS, OPEN -> true;
      case LEFT_BRACE -> !tokens.is(at - 1, Kind.BOX);
      case BAR -> math || isAbsolute(at);
      case MINUS, PLUS -> isSign(at);
      case WORD -> startsWithWord(at);
      default -> false;
    };
  }

  /** {@code |5|} and {@code |-5|}, but no row of a table. */
  private boolean isAbsolute(int bar) {
    boolean signed = tokens.is(bar + 1, Kind.MINUS) && !tokens.at(bar + 1).spaced();
    return tokens.is(bar + 2, Kind.BAR)
        || (signed && tokens.is(bar + 3, Kind.BAR) && !tokens.at(bar + 3).spaced());
  }

  /**
   * A minus is a sign when it touches its number, or something stands before it that cannot be
   * subtracted from; the dash of a list is none.
   */
  private boolean isSign(int at) {
    MathToken next = tokens.at(at + 1);
    if (!next.spaced()) {
      return true;
    }
    MathToken before = tokens.at(at - 1);
    return switch (before.kind()) {
      case EQUALS, COLON, OPEN, LEFT_BRACE, COMMA, RELATION, HASHES -> true;
      case WORD -> MathWords.COPULAS.contains(before.word()) && !isDash(tokens.at(at));
      default -> false;
    };
  }

  private static boolean isDash(MathToken sign) {
    return sign.text().equals("\u2013");
  }

  private boolean startsWithWord(int at) {
    MathToken token = tokens.at(at);
    if (token.isWord("minus") || token.isWord("negative")) {
      return tokens.startsNumber(at + 1);
    }
    if (FunctionWords.after(tokens, at) > at) {
      return true;
    }
    if (!token.isLetter()) {
      return false;
    }
    MathToken next = tokens.at(at + 1);
    return switch (next.kind()) {
      case EQUALS, RELATION, PLUS, TIMES, DIVIDE, POWER, PLUS_MINUS -> true;
      case MINUS, SLASH -> tokens.startsNumber(at + 2) || tokens.at(at + 2).isLetter();
      case OPEN -> !next.spaced();
      default -> false;
    };
  }

  private Amount merged(Amount amount, boolean math) {
    Amount range = joinedByAnd(amount, math);
    return range != null ? range : inTwoUnits(oneOf(amount, math));
  }

  /** {@code between 5 and 9}, {@code the sum of 3 and 5}; null for others. */
  private @Nullable Amount joinedByAnd(Amount amount, boolean math) {
    MathToken before = tokens.at(amount.from() - 1);
    boolean of = before.isWord("of") || before.isWord("between");
    String what = tokens.at(amount.from() - 2).word();
    boolean combined = of && MathWords.COMBINATIONS.contains(what);
    int and = tokens.at(amount.to()).isWord("and") ? amount.to() : tokens.afterUnit(amount.to());
    if (!tokens.at(and).isWord("and") || !(combined || before.isWord("between"))) {
      return null;
    }
    Amount other = tokens.startsNumber(and + 1) ? parser.parse(and + 1, math) : null;
    return other == null ? null : Amount.other(amount.from(), other.to(), Form.CALCULATION);
  }

  /** Of feet and inches, {@code 5'3"}, and of angles, {@code 20°15'}. */
  private boolean isPrime(int at) {
    return tokens.is(at, Kind.DEGREE) || PRIMES.contains(tokens.at(at).text());
  }

  /** {@code one of 5, 7} is no number. */
  private Amount oneOf(Amount amount, boolean math) {
    boolean choice =
        tokens.at(amount.from() - 1).isWord("of")
            && CHOICES.contains(tokens.at(amount.from() - 2).word());
    Amount list = amount;
    for (int at = tokens.afterUnit(amount.to()); choice && isSeparator(at); ) {
      int next = isSeparator(at + 1) ? at + 2 : at + 1;
      Amount other = tokens.startsNumber(next) ? parser.parse(next, math) : null;
      if (other == null) {
        return list;
      }
      list = Amount.other(amount.from(), other.to(), Form.CALCULATION);
      at = tokens.afterUnit(other.to());
    }
    return list;
  }

  private boolean isSeparator(int at) {
    MathToken token = tokens.at(at);
    return token.is(Kind.COMMA) || token.isWord("and") || token.isWord("or");
  }

  /** {@code 3 hours and 20 minutes} is one amount, and no number. */
  private Amount inTwoUnits(Amount amount) {
    Amount whole = amount;
    int unit = whole.to(); // Where a unit would stand.
    if (isPrime(unit) && tokens.is(unit + 1, Kind.NUMBER) && isPrime(unit + 2)) {
      return Amount.other(amount.from(), unit + 3, Form.CALCULATION);
    }
    while (whole.isNumber() || whole.form() == Form.CALCULATION) {
      int next = unit + 1;
      next = tokens.is(next, Kind.COMMA) ? next + 1 : next;
      next = tokens.at(next).isWord("and") ? next + 1 : next;
      boolean same =
          tokens.is(next, Kind.NUMBER)
              && MathWords.sameFamily(tokens.at(unit).word(), tokens.at(next + 1).word());
      if (!same) {
        return whole;
      }
      whole = Amount.other(amount.from(), next + 2, Form.CALCULATION);
      unit = whole.to() - 1;
    }
    return whole;
  }
}
