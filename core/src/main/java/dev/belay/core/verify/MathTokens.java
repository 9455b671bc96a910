package dev.belay.core.verify;

import dev.belay.core.verify.MathToken.Kind;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** The tokens of a text, with the brackets that belong together, and where units end. */
final class MathTokens {
  /** Stands beyond both ends. */
  static final MathToken NONE = new MathToken(Kind.NEWLINE, 0, 0, "", null, true, false);

  private static final int MAX_UNIT_WORDS = 3;

  private static final Set<String> UNIT_FACTORS =
      Set.of("N", "kN", "kg", "J", "W", "kW", "Pa", "mol");

  private static final Set<String> LAST_UNIT_FACTORS = Set.of("m", "cm", "mm", "s", "h", "K");

  private final List<MathToken> tokens;
  private final int[] closing;

  private MathTokens(List<MathToken> tokens) {
    this.tokens = tokens;
    this.closing = matched(tokens);
  }

  /** The tokens of a text. */
  static MathTokens of(String text) {
    return new MathTokens(MathLexer.tokens(text));
  }

  /** The bracket that closes each; -1 for what is no bracket, or closes none. */
  private static int[] matched(List<MathToken> tokens) {
    int[] closing = new int[tokens.size()];
    Arrays.fill(closing, -1);
    Deque<Integer> round = new ArrayDeque<>();
    Deque<Integer> curly = new ArrayDeque<>();
    for (int i = 0; i < closing.length; i++) {
      switch (tokens.get(i).kind()) {
        case OPEN -> round.push(i);
        case LEFT_BRACE -> curly.push(i);
        case CLOSE -> close(round, i, closing);
        case RIGHT_BRACE -> close(curly, i, closing);
        default -> {}
      }
    }
    return closing;
  }

  private static void close(Deque<Integer> open, int at, int[] closing) {
    if (!open.isEmpty()) {
      closing[open.pop()] = at;
    }
  }

  int size() {
    return tokens.size();
  }

  /** The token at an index; one that is nothing beyond the ends. */
  MathToken at(int index) {
    return index >= 0 && index < tokens.size() ? tokens.get(index) : NONE;
  }

  /** How many begin before a position of the text. */
  int before(int position) {
    int count = 0;
    while (count < tokens.size() && tokens.get(count).start() < position) {
      count++;
    }
    return count;
  }

  /** Where the token at an index begins in its text; the text's length beyond the last. */
  int start(int index, String text) {
    return index < tokens.size() ? tokens.get(index).start() : text.length();
  }

  boolean is(int index, Kind kind) {
    return at(index).is(kind);
  }

  /** The bracket that closes the one at an index; -1 when none does. */
  int closing(int index) {
    return index >= 0 && index < closing.length ? closing[index] : -1;
  }

  boolean startsNumber(int at) {
    MathToken token = at(at);
    boolean signed = token.is(Kind.MINUS) || token.is(Kind.OPEN);
    return startsValue(at) || (signed && startsValue(at + 1));
  }

  /** Whether a number, a fraction or a root begins there. */
  boolean startsValue(int index) {
    MathToken token = at(index);
    return token.is(Kind.NUMBER) || token.is(Kind.FRACTION) || token.is(Kind.ROOT);
  }

  boolean startsOperand(int at) {
    MathToken token = at(at);
    boolean variable = token.isLetter() && !token.isWord("a") && !token.text().equals("I");
    return startsNumber(at)
        || variable
        || token.is(Kind.OPEN)
        || token.is(Kind.COMMAND)
        || token.is(Kind.LEFT_BRACE)
        || FunctionWords.after(this, at) > at;
  }

  /** After the unit that begins at a token; that token itself where none does. */
  int afterUnit(int from) {
    int at = from;
    for (int words = 0; words < MAX_UNIT_WORDS; words++) {
      int next = afterUnitWord(at);
      if (next == at) {
        return at;
      }
      at = joinsUnits(next) ? afterUnitWord(next + 1) : next;
    }
    return at;
  }

  /** {@code N·m}, where variables are hardly meant. */
  private boolean joinsUnits(int sign) {
    MathToken left = at(is(sign - 1, Kind.RIGHT_BRACE) ? sign - 2 : sign - 1);
    MathToken right = at(is(sign + 1, Kind.LEFT_BRACE) ? sign + 2 : sign + 1);
    return is(sign, Kind.TIMES)
        && UNIT_FACTORS.contains(left.text())
        && LAST_UNIT_FACTORS.contains(right.text());
  }

  private int afterUnitWord(int at) {
    MathToken token = at(at);
    int next = at;
    if (token.is(Kind.WORD) && !MathWords.NO_UNITS.contains(token.word())) {
      next = at + 1;
    } else if (token.is(Kind.SLASH) && is(at + 1, Kind.WORD)) {
      next = at + 2;
    } else if (token.is(Kind.DEGREE) || token.is(Kind.PERCENT)) {
      next = at + 1;
    } else if (token.is(Kind.LEFT_BRACE)) {
      next = afterWords(at);
    }
    return next > at && is(next, Kind.POWER) ? afterExponent(next) : next;
  }

  /** After braces that hold words alone, {@code \text{ m}}. */
  private int afterWords(int open) {
    int close = closing(open);
    if (close < 0 || close - open > 2 * MAX_UNIT_WORDS) {
      return open;
    }
    for (int i = open + 1; i < close; i++) {
      Kind kind = at(i).kind();
      boolean unit = kind == Kind.SLASH || kind == Kind.POWER || kind == Kind.STOP || joinsUnits(i);
      boolean exponent = kind == Kind.NUMBER && is(i - 1, Kind.POWER);
      boolean word = kind == Kind.WORD && !MathWords.NO_UNITS.contains(at(i).word());
      if (!word && !unit && !exponent) {
        return open;
      }
    }
    return close + 1;
  }

  /** After the exponent of a unit. */
  int afterExponent(int power) {
    int at = power + 1;
    if (is(at, Kind.LEFT_BRACE)) {
      int close = closing(at);
      return close < 0 ? at : close + 1;
    }
    at = is(at, Kind.MINUS) ? at + 1 : at;
    return is(at, Kind.NUMBER) || is(at, Kind.WORD) ? at + 1 : at;
  }
}
