package dev.belay.core.verify;

import dev.belay.core.verify.MathToken.Kind;
import dev.belay.core.verify.math.Rational;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text of words, numbers, LaTeX and signs as tokens, in one pass. Layout goes: emphasis,
 * {@code \left}, {@code \text}, dollar signs, invisible characters, tags, and the {@code <<…>>} of
 * a calculator. Digits, signs and fractions of every script and width are one.
 */
final class MathLexer {
  private static final String SUPERSCRIPTS =
      "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";

  /** Scripts whose words are not set apart: a number after such a letter is a number. */
  private static final Set<UnicodeScript> UNSPACED =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  /** Of Thai; scripts before it set words apart. */
  private static final char FIRST_UNSPACED = '\u0e00';

  /** Tags, subscripts and the like are not followed further. */
  private static final int MAX_SPAN = 60;

  /** More exclamation marks than anybody would be glad with. */
  private static final int MOST_BANGS = 3;

  private final String text;
  private final List<MathToken> tokens = new ArrayList<>();
  private int at;
  private boolean spaced;
  private boolean currency;

  /** Digits that are arguments of a command, each on its own: {@code \frac12}. */
  private int arguments;

  private MathLexer(String text) {
    this.text = text;
  }

  /** The tokens of a text. */
  static List<MathToken> tokens(String text) {
    MathLexer lexer = new MathLexer(text);
    while (lexer.at < text.length()) {
      lexer.next();
    }
    return List.copyOf(lexer.tokens);
  }

  private void next() {
    char c = text.charAt(at);
    if (c == '\n' || c == '\u2028' || c == '\u2029') {
      add(Kind.NEWLINE, 1);
    } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
      skip(1, true);
    } else if (Character.getType(c) == Character.FORMAT) {
      skip(1, false);
    } else if (Character.isDigit(c) || (isPoint(c) && Character.isDigit(charAt(at + 1)))) {
      number();
    } else if (Character.isLetter(c)) {
      word();
    } else if (c == '\\') {
      command();
    } else {
      sign(c);
    }
  }

  private char charAt(int index) {
    return index >= 0 && index < text.length() ? text.charAt(index) : '\0';
  }

  private static boolean isPoint(char c) {
    return c == '.' || c == '\uff0e';
  }

  private void skip(int length, boolean blank) {
    at += length;
    spaced |= blank;
  }

  private void add(Kind kind, int length) {
    add(kind, length, null);
  }

  private void add(Kind kind, int length, @Nullable Rational value) {
    String written = text.substring(at, at + length);
    tokens.add(new MathToken(kind, at, at + length, written, value, spaced, currency));
    at += length;
    spaced = false;
    currency &= kind == Kind.MINUS || kind == Kind.PLUS;
    arguments = kind == Kind.LEFT_BRACE ? 0 : arguments;
  }

  private void number() {
    if (arguments > 0 && Character.isDigit(text.charAt(at))) {
      arguments--;
      add(Kind.NUMBER, 1, Rational.of(Integer.toString(Character.digit(text.charAt(at), 10))));
      return;
    }
    int from = at;
    for (NumberReader.Found found : NumberReader.read(text, at)) {
      if (found.start() > at && text.substring(at, found.start()).indexOf(',') >= 0) {
        add(Kind.COMMA, 1);
      }
      spaced |= found.start() > at;
      at = found.start();
      add(found.number() ? Kind.NUMBER : Kind.COMMAND, found.end() - found.start(), found.value());
    }
    if (charAt(at) == '_' && subscriptEnd(at) > at) {
      // 101_2: its digits are of another base.
      tokens.removeLast();
      int end = subscriptEnd(at);
      at = from;
      add(Kind.COMMAND, end - from);
    }
  }

  private void word() {
    if (isCross()) {
      add(Kind.TIMES, 1);
      return;
    }
    int end = at;
    boolean apart = isUnspaced(text.charAt(at));
    while (end < text.length() && isInWord(end, apart)) {
      end++;
    }
    while (charAt(end) == '_' && subscriptEnd(end) > end) {
      end = subscriptEnd(end);
    }
    add(Kind.WORD, end - at);
  }

  /** The letter of {@code 1.2x10^3}. */
  private boolean isCross() {
    char power = charAt(at + 3);
    return Character.toLowerCase(text.charAt(at)) == 'x'
        && Character.isDigit(charAt(at - 1))
        && text.startsWith("10", at + 1)
        && (power == '^' || power == '\u207b' || SUPERSCRIPTS.indexOf(power) >= 0);
  }

  private boolean isInWord(int index, boolean apart) {
    char c = text.charAt(index);
    boolean mark = Character.getType(c) == Character.NON_SPACING_MARK;
    if (apart || index == at) {
      return (Character.isLetter(c) || mark) && isUnspaced(c) == apart;
    }
    if (Character.isLetterOrDigit(c) || mark) {
      return !isUnspaced(c);
    }
    boolean joins = (c == '-' || c == '\u2010') && index > at + 1;
    boolean apostrophe = c == '\'' || c == '\u2019';
    char after = charAt(index + 1);
    return (apostrophe && Character.isLetter(after))
        || (joins && Character.isLetterOrDigit(after) && Character.isLetter(charAt(index - 1)));
  }

  private static boolean isUnspaced(char c) {
    return c >= FIRST_UNSPACED && UNSPACED.contains(UnicodeScript.of(c));
  }

  /** After the subscript at an underscore; the underscore itself where it begins none. */
  private int subscriptEnd(int underscore) {
    int end = underscore + 1;
    if (charAt(end) == '{') {
      int close = braceEnd(end);
      return close > end ? close : underscore;
    }
    while (end < text.length()
        && end - underscore <= MAX_SPAN
        && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    return end == underscore + 1 ? underscore : end;
  }

  private void command() {
    int end = at + 1;
    while (isAsciiLetter(charAt(end))) {
      end++;
    }
    if (end == at + 1) {
      escaped(charAt(end));
      return;
    }
    String name = text.substring(at + 1, end);
    Kind kind = LatexCommands.kind(name);
    if (LatexCommands.isLayout(name)) {
      skip(end - at, false);
    } else if (name.equals("begin") || name.equals("end")) {
      int close = Math.max(end, braceEnd(end));
      add(LatexCommands.environment(text.substring(end, close)), close - at);
    } else {
      add(kind, end - at);
      arguments = kind == Kind.FRACTION ? 2 : kind == Kind.ROOT ? 1 : arguments;
    }
  }

  /** After the brace that closes one; the opening one's place where it is far or missing. */
  private int braceEnd(int open) {
    int last = charAt(open) == '{' ? Math.min(text.length(), open + MAX_SPAN) : open;
    for (int i = open; i < last; i++) {
      if (text.charAt(i) == '}') {
        return i + 1;
      }
    }
    return open;
  }

  private static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private void escaped(char c) {
    Kind kind = LatexCommands.escaped(c);
    if (kind != null) {
      add(kind, 2);
    } else if (c == '$') {
      skip(2, false);
      currency = true;
    } else {
      skip(Math.min(2, text.length() - at), c != '!');
    }
  }

  private void sign(char c) {
    int superscript = SUPERSCRIPTS.indexOf(c);
    Rational fraction = MathSigns.fraction(c);
    if (superscript >= 0 || ((c == '\u207b' || c == '\u207a') && isSuperscript(at + 1))) {
      superscripts();
    } else if (fraction != null) {
      add(Kind.NUMBER, 1, fraction);
    } else if (MathSigns.isCurrency(c)) {
      skip(1, false);
      currency = true;
    } else if (isFactorial(c)) {
      add(Kind.COMMAND, endOfRun(c) - at);
    } else if (c == '*') {
      stars();
    } else if (c == '#') {
      hashes();
    } else if (c == '^') {
      power();
    } else if (c == '<') {
      angle();
    } else if ((c == '~' || c == '&') && isBetweenNumbers()) {
      add(c == '~' ? Kind.MINUS : Kind.OTHER, 1);
    } else if (c == '_' || c == '`' || c == '~' || c == '&') {
      skip(1, c == '~');
    } else {
      String known = MathSigns.at(text, at);
      Kind kind = MathSigns.kind(known);
      add(kind == Kind.STOP && !endsSentence() ? Kind.OTHER : kind, known.length());
    }
  }

  /** A range or a list rather than layout. */
  private boolean isBetweenNumbers() {
    int next = charAt(at + 1) == ' ' ? at + 2 : at + 1;
    boolean number = !tokens.isEmpty() && tokens.getLast().is(Kind.NUMBER);
    return number && Character.isDigit(charAt(next));
  }

  private boolean endsSentence() {
    return text.charAt(at) != '.' || !Character.isLetterOrDigit(charAt(at + 1));
  }

  private boolean isSuperscript(int index) {
    return charAt(index) != '\0' && SUPERSCRIPTS.indexOf(charAt(index)) >= 0;
  }

  /** The power sign and its exponent; neither stands in the text as such. */
  private void superscripts() {
    boolean signed = !isSuperscript(at);
    boolean negative = text.charAt(at) == '\u207b';
    int end = signed ? at + 1 : at;
    StringBuilder digits = new StringBuilder();
    while (isSuperscript(end)) {
      digits.append(SUPERSCRIPTS.indexOf(charAt(end)));
      end++;
    }
    tokens.add(new MathToken(Kind.POWER, at, at, "^", null, false, false));
    Rational value = digits.length() > MAX_SPAN ? null : Rational.of(digits.toString());
    add(Kind.NUMBER, end - at, value == null || !negative ? value : value.negated());
  }

  /**
   * Whether signs after a number are no exclamation but factorials: where the formula ends with
   * them, or there is no end of them.
   */
  private boolean isFactorial(char c) {
    char before = charAt(at - 1);
    if ((c != '!' && c != '\uff01') || !(Character.isDigit(before) || ")]}".indexOf(before) >= 0)) {
      return false;
    }
    int end = endOfRun(c);
    char after = charAt(end);
    boolean formula = after == '$' || (after == '\\' && ")]".indexOf(charAt(end + 1)) >= 0);
    return formula || end - at > MOST_BANGS;
  }

  private int endOfRun(char c) {
    int end = at;
    while (charAt(end) == c) {
      end++;
    }
    return end;
  }

  /** A multiplication between operands, a power where there are two; else emphasis. */
  private void stars() {
    int end = endOfRun('*');
    boolean spacedAfter = Character.isWhitespace(charAt(end));
    int next = end;
    while (next < text.length() && next - end < 3 && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    boolean between =
        isOperandEnd() && spaced == spacedAfter && MathSigns.startsOperand(charAt(next));
    if (between && end - at <= 2) {
      add(end - at == 1 ? Kind.TIMES : Kind.POWER, end - at);
    } else {
      skip(end - at, false);
    }
  }

  private boolean isOperandEnd() {
    Kind last = tokens.isEmpty() ? Kind.NEWLINE : tokens.getLast().kind();
    return switch (last) {
      case NUMBER, CLOSE, RIGHT_BRACE, PERCENT, WORD -> true;
      default -> false;
    };
  }

  private void hashes() {
    int end = endOfRun('#');
    if (end - at >= 4) {
      add(Kind.HASHES, end - at);
    } else {
      skip(end - at, true);
    }
  }

  /** {@code ^\circ} and {@code ^{\circ}} are degrees. */
  private void power() {
    int from = at + 1;
    boolean braced = charAt(from) == '{';
    String circle = braced ? text.substring(from + 1, Math.min(text.length(), from + 7)) : "";
    if (text.startsWith("\\circ", from)) {
      add(Kind.DEGREE, 6);
    } else if (circle.equals("\\circ}")) {
      add(Kind.DEGREE, 8);
    } else {
      add(Kind.POWER, 1);
    }
  }

  /** {@code x<y} and a later {@code >} with mathematics between are none. */
  private static boolean isTag(String window, int close) {
    boolean named = window.charAt(1) == '/' || isAsciiLetter(window.charAt(1));
    return named && window.substring(1, close).chars().noneMatch(c -> "{}$\\<\n".indexOf(c) >= 0);
  }

  /** Tags and the results of a calculator are layout; anything else compares. */
  private void angle() {
    String window = text.substring(at, Math.min(text.length(), at + MAX_SPAN));
    int close = window.indexOf('>');
    if (window.startsWith("<<")) {
      int calculated = window.indexOf(">>");
      skip(calculated > 0 ? calculated + 2 : 2, false);
    } else if (window.startsWith("<answer>")) {
      add(Kind.ANSWER_OPEN, 8);
    } else if (window.startsWith("</answer>")) {
      add(Kind.ANSWER_CLOSE, 9);
    } else if (close > 1 && isTag(window, close)) {
      skip(close + 1, true);
    } else if (window.startsWith("<|") && window.indexOf("|>") > 0) {
      skip(window.indexOf("|>") + 2, true);
    } else {
      add(Kind.RELATION, window.startsWith("<=") ? 2 : 1);
    }
  }
}
