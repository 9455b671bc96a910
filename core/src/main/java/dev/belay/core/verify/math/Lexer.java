package dev.belay.core.verify.math;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits an answer, in LaTeX or plain text, into tokens; looks at each character a bounded number
 * of times.
 */
final class Lexer {
  private static final int MAX_TOKENS = 2000;
  private static final String SUPERSCRIPTS =
      "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b\u207f";
  private static final String SUPERSCRIPT_MEANINGS = "0123456789-n";
  private static final String SUBSCRIPTS =
      "\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private final boolean listed;
  private int at;
  private boolean spaced;
  private int brackets;

  /** The depth of braces at which words began, as in {@code \text}. */
  private final List<Integer> worded = new ArrayList<>();

  private int braces;

  private Lexer(String text) {
    this.text = text;
    this.listed = hasSpacedComma(text);
  }

  /**
   * The tokens of a text.
   *
   * @throws Unreadable for what no answer has: numbers beyond all bounds, too many tokens
   */
  static List<Token> tokens(String text) {
    Lexer lexer = new Lexer(text);
    while (lexer.at < text.length()) {
      lexer.next();
    }
    return lexer.tokens;
  }

  private static boolean hasSpacedComma(String text) {
    return text.contains(", ") || text.contains(",\\ ") || text.contains("; ");
  }

  private void next() {
    char c = text.charAt(at);
    int super10 = SUPERSCRIPTS.indexOf(c);
    if (Character.isWhitespace(c)
        || c == '~'
        || Character.getType(c) == Character.SPACE_SEPARATOR) {
      spaced = true;
      at++;
    } else if (isInvisible(c)) {
      at++;
    } else if (NumberScanner.begins(text, at) && super10 < 0) {
      number();
    } else if (c == '\\') {
      command();
    } else if (super10 >= 0) {
      superscript();
    } else if (SUBSCRIPTS.indexOf(c) >= 0) {
      subscript();
    } else if (Character.isLetter(c) && Vocabulary.SIGNS.get(c) == null) {
      letters();
    } else {
      sign(c);
    }
  }

  /** Zero-width characters and marks of direction say nothing. */
  private static boolean isInvisible(char c) {
    return Character.getType(c) == Character.FORMAT || c == '\ufeff';
  }

  private void add(TokenType type, String shown, @Nullable Rational value) {
    if (tokens.size() >= MAX_TOKENS) {
      throw new Unreadable();
    }
    tokens.add(new Token(type, shown, value, spaced, !worded.isEmpty()));
    spaced = false;
  }

  private void add(TokenType type, String shown) {
    add(type, shown, null);
  }

  private void number() {
    boolean groups = brackets == 0 || listed;
    NumberScanner.Scanned scanned = NumberScanner.scan(text, at, groups);
    if (scanned.value() == null) {
      throw new Unreadable();
    }
    String shown = text.substring(at, scanned.end());
    at = scanned.end();
    add(TokenType.NUMBER, shown, scanned.value());
  }

  private void superscript() {
    StringBuilder digits = new StringBuilder();
    while (at < text.length() && SUPERSCRIPTS.indexOf(text.charAt(at)) >= 0) {
      digits.append(SUPERSCRIPT_MEANINGS.charAt(SUPERSCRIPTS.indexOf(text.charAt(at))));
      at++;
    }
    if (digits.length() > 9) {
      throw new Unreadable();
    }
    add(TokenType.POWER, "^");
    add(TokenType.OPEN_BRACE, "{");
    digits.toString().chars().forEach(d -> exponentSign((char) d));
    add(TokenType.CLOSE_BRACE, "}");
  }

  private void exponentSign(char sign) {
    if (sign == '-') {
      add(TokenType.MINUS, "-");
    } else if (sign == 'n') {
      add(TokenType.LETTER, "n");
    } else {
      joinDigit(sign);
    }
  }

  private void joinDigit(char digit) {
    Token last = tokens.getLast();
    if (last.is(TokenType.NUMBER)) {
      tokens.removeLast();
      String digits = last.text() + digit;
      add(TokenType.NUMBER, digits, Rational.of(digits));
    } else {
      add(TokenType.NUMBER, String.valueOf(digit), Rational.of(digit - '0', 1));
    }
  }

  private void subscript() {
    StringBuilder digits = new StringBuilder();
    while (at < text.length() && SUBSCRIPTS.indexOf(text.charAt(at)) >= 0) {
      digits.append(SUBSCRIPTS.indexOf(text.charAt(at)));
      at++;
    }
    add(TokenType.SUBSCRIPT, "_");
    add(TokenType.NUMBER, digits.toString(), Rational.of(digits.toString()));
  }

  private void sign(char c) {
    if (c == '*' && text.startsWith("**", at)) {
      at += 2;
      add(TokenType.POWER, "^");
      return;
    }
    if (c == '^' && degree()) {
      return;
    }
    TokenType joined = joined();
    if (joined != null) {
      add(joined, text.substring(at, at + 2));
      at += 2;
      return;
    }
    Rational vulgar = vulgar(c);
    TokenType type =
        vulgar == null ? Vocabulary.SIGNS.getOrDefault(c, TokenType.OTHER) : TokenType.VULGAR;
    at++;
    if (type == TokenType.CURRENCY && c == '$') {
      dollar();
      return;
    }
    if (type == TokenType.CLOSE_BRACE && endsWords()) {
      return;
    }
    bracket(type);
    add(type, String.valueOf(c), vulgar);
  }

  /**
   * A bare dollar sign is a currency only right before a number, and where no second one closes it.
   */
  private void dollar() {
    int other = text.indexOf('$', at);
    boolean delimits = other >= 0 || text.lastIndexOf('$', at - 2) >= 0;
    if (!delimits && NumberScanner.begins(text, at)) {
      add(TokenType.CURRENCY, "$");
    } else {
      spaced = true;
    }
  }

  private @Nullable TokenType joined() {
    if (text.startsWith("<=", at) || text.startsWith("=<", at)) {
      return TokenType.AT_MOST;
    }
    if (text.startsWith(">=", at)) {
      return TokenType.AT_LEAST;
    }
    if (text.startsWith("!=", at)) {
      return TokenType.NOT_EQUAL;
    }
    return text.startsWith("==", at) ? TokenType.EQUALS : null;
  }

  /** Counts the brackets in which commas separate, and the braces. */
  private void bracket(TokenType type) {
    switch (type) {
      case OPEN_ROUND, OPEN_SQUARE, OPEN_SET, OPEN_ANGLE, BEGIN -> brackets++;
      case CLOSE_ROUND, CLOSE_SQUARE, CLOSE_SET, CLOSE_ANGLE, END -> brackets--;
      case OPEN_BRACE -> braces++;
      case CLOSE_BRACE -> braces--;
      default -> {}
    }
  }

  /** {@code ^\circ} and {@code ^{\circ}}. */
  private boolean degree() {
    for (String form :
        new String[] {"^\\circ", "^{\\circ}", "^ \\circ", "^{ \\circ }", "^\u2218", "^o", "^{o}"}) {
      boolean ends = !form.endsWith("o") || !isLetter(at + form.length());
      if (text.startsWith(form, at) && ends) {
        at += form.length();
        add(TokenType.DEGREE, "deg");
        return true;
      }
    }
    return false;
  }

  private boolean isLetter(int index) {
    return index < text.length() && Character.isLetter(text.charAt(index));
  }

  private static @Nullable Rational vulgar(char c) {
    if (Character.getType(c) != Character.OTHER_NUMBER) {
      return null;
    }
    String[] parts =
        Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC).split("\u2044", -1);
    if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      return null;
    }
    return Rational.of(parts[0]).dividedBy(Rational.of(parts[1]));
  }

  private void command() {
    int end = at + 1;
    while (end < text.length() && isAsciiLetter(text.charAt(end))) {
      end++;
    }
    if (end == at + 1) {
      escaped();
      return;
    }
    String name = text.substring(at + 1, end);
    at = end;
    named(name);
  }

  private static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private void escaped() {
    char c = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    at += 2;
    switch (c) {
      case '%' -> add(TokenType.PERCENT, "%");
      case '$' -> add(TokenType.CURRENCY, "$");
      case '{' -> set(TokenType.OPEN_SET);
      case '}' -> set(TokenType.CLOSE_SET);
      case '\\' -> add(TokenType.ROW, "\\\\");
      case '&' -> add(TokenType.WORD, "and");
      case '|' -> add(TokenType.OTHER, "\\|");
      case '_', '#', '\'', '"' -> add(TokenType.OTHER, String.valueOf(c));
      default -> spaced = spaced || c != '!';
    }
  }

  private void set(TokenType type) {
    bracket(type);
    add(type, type == TokenType.OPEN_SET ? "{" : "}");
  }

  private void named(String name) {
    if (Vocabulary.INVISIBLE.contains(name)) {
      spaced = spaced || name.endsWith("quad");
      if ((name.equals("left") || name.equals("right")) && text.startsWith(".", at)) {
        at++;
      }
    } else if (Vocabulary.WORDED.contains(name)) {
      worded();
    } else if (Vocabulary.FUNCTIONS.containsKey(name) && !name.equals("sqrt")) {
      add(TokenType.FUNCTION, Vocabulary.FUNCTIONS.getOrDefault(name, name));
    } else if (Vocabulary.GREEK.contains(name)) {
      add(TokenType.LETTER, name.startsWith("var") ? name.substring(3) : name);
    } else if (name.equals("begin") || name.equals("end")) {
      environment(name.equals("begin") ? TokenType.BEGIN : TokenType.END);
    } else if (name.equals("mathbb") || name.equals("mathcal")) {
      numbers();
    } else {
      TokenType type = Vocabulary.COMMANDS.getOrDefault(name, TokenType.OTHER);
      bracket(type);
      add(type, type == TokenType.OPEN_SET ? "{" : type == TokenType.CLOSE_SET ? "}" : name);
    }
  }

  /** From here to the closing brace letters are words. */
  private void worded() {
    skipSpaces();
    if (text.startsWith("{", at)) {
      at++;
      braces++;
      worded.add(braces);
    }
  }

  /** Whether the brace here closes one that began words; both say nothing. */
  private boolean endsWords() {
    if (worded.isEmpty() || worded.getLast() != braces) {
      return false;
    }
    worded.removeLast();
    braces--;
    return true;
  }

  private void skipSpaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private String argument() {
    skipSpaces();
    int close = text.indexOf('}', at);
    if (!text.startsWith("{", at) || close < 0) {
      String one = at < text.length() ? text.substring(at, at + 1) : "";
      at += one.length();
      return one;
    }
    String name = text.substring(at + 1, close);
    at = close + 1;
    return name.strip();
  }

  private void environment(TokenType type) {
    String name = argument();
    bracket(type);
    if (type == TokenType.BEGIN && name.startsWith("array")) {
      argument();
    }
    add(type, name);
  }

  private void numbers() {
    String name = argument();
    TokenType other = name.length() == 1 ? TokenType.LETTER : TokenType.OTHER;
    add(name.length() == 1 && "RZQNC".contains(name) ? TokenType.NUMBERS : other, name);
  }

  private void letters() {
    String greek = Vocabulary.greek(text.charAt(at));
    if (!greek.isEmpty()) {
      at++;
      add(TokenType.LETTER, greek);
      return;
    }
    int end = at;
    while (end < text.length() && isWordLetter(end)) {
      end++;
    }
    String run = text.substring(at, end);
    at = end;
    if ((run.equals("a") || run.equals("p")) && text.startsWith(".m", end)) {
      at = text.startsWith(".", end + 2) ? end + 3 : end + 2;
      run += "m";
    }
    Letters.add(run, !worded.isEmpty(), this::add);
  }

  /** An apostrophe or hyphen inside words in text belongs to them. */
  private boolean isWordLetter(int index) {
    char c = text.charAt(index);
    return Character.isLetter(c) && Vocabulary.greek(c).isEmpty();
  }
}
