package dev.belay.verify.puzzle.answer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A calculation with {@code + - * /} and brackets over whole numbers, perhaps with {@code = RESULT}
 * after it or {@code RESULT =} before it, which must then be its result. Parsed by recursive
 * descent over at most 200 characters; divisions are exact.
 */
public final class FormulaReader implements ValueReader<Formula> {

  private static final int MAX_LENGTH = 200;
  private static final int MAX_DIGITS = 6;

  @Override
  public String kind() {
    return "a calculation with + - * / and brackets";
  }

  @Override
  public Optional<Formula> bare(String text) {
    String plain = plain(Scan.trimmed(ListReader.withoutNumber(text)));
    if (plain.isEmpty() || plain.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    int equals = plain.indexOf('=');
    if (equals < 0) {
      return Optional.ofNullable(parsed(plain)).filter(FormulaReader::isCalculation);
    }
    Formula left = parsed(plain.substring(0, equals));
    Formula right = parsed(plain.substring(equals + 1));
    if (left == null || right == null || !left.value().equals(right.value())) {
      return Optional.empty();
    }
    boolean swapped = left.numbers().size() == 1;
    return (swapped ? right : left).numbers().size() > 1 && (swapped || right.numbers().size() == 1)
        ? Optional.of(swapped ? right : left)
        : Optional.empty();
  }

  private static boolean isCalculation(Formula formula) {
    return formula.numbers().size() > 1;
  }

  @Override
  public Set<Formula> stated(String text) {
    Set<Formula> found = new LinkedHashSet<>();
    for (String sentence : Scan.statements(text)) {
      int after = Math.max(sentence.lastIndexOf(" is "), sentence.lastIndexOf(": "));
      if (after >= 0) {
        String rest = sentence.substring(sentence.indexOf(' ', after + 1));
        bare(rest).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Without blanks, and with one spelling of each sign. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    String written = text.replace("\\times", "*").replace("\\cdot", "*").replace("\\div", "/");
    for (int i = 0; i < written.length() && plain.length() <= MAX_LENGTH; i++) {
      char c = written.charAt(i);
      if (!Scan.isSpace(c) && c != '$') {
        plain.append(
            switch (c) {
              case '\u00d7', '\u22c5', '\u00b7', 'x' -> '*';
              case '\u00f7', '\u2215' -> '/';
              case '\u2212', '\u2013' -> '-';
              case '[', '{' -> '(';
              case ']', '}' -> ')';
              default -> c;
            });
      }
    }
    return plain.toString();
  }

  private static @Nullable Formula parsed(String text) {
    try {
      Parser parser = new Parser(text);
      Fraction value = parser.sum();
      return parser.isAtEnd() ? new Formula(text, value, parser.numbers) : null;
    } catch (ArithmeticException | IllegalArgumentException unreadable) {
      return null;
    }
  }

  /** Recursive descent; its depth is bounded by the length of the text. */
  private static final class Parser {
    private final String text;
    private final List<Integer> numbers = new ArrayList<>();
    private int at;

    Parser(String text) {
      this.text = text;
    }

    boolean isAtEnd() {
      return at == text.length();
    }

    private boolean takes(char c) {
      boolean there = at < text.length() && text.charAt(at) == c;
      at += there ? 1 : 0;
      return there;
    }

    Fraction sum() {
      Fraction value = product();
      while (true) {
        if (takes('+')) {
          value = value.apply('+', product());
        } else if (takes('-')) {
          value = value.apply('-', product());
        } else {
          return value;
        }
      }
    }

    private Fraction product() {
      Fraction value = factor();
      while (true) {
        if (takes('*')) {
          value = value.apply('*', factor());
        } else if (takes('/')) {
          value = value.apply('/', factor());
        } else {
          return value;
        }
      }
    }

    private Fraction factor() {
      if (takes('(')) {
        Fraction value = sum();
        if (!takes(')')) {
          throw new IllegalArgumentException("a bracket is not closed");
        }
        return value;
      }
      int from = at;
      while (at < text.length() && Scan.isDigit(text.charAt(at))) {
        at++;
      }
      if (at == from || at - from > MAX_DIGITS) {
        throw new IllegalArgumentException("no number at " + from);
      }
      int number = Integer.parseInt(text.substring(from, at));
      numbers.add(number);
      return Fraction.of(number);
    }
  }
}
