package dev.belay.core.verify;

import dev.belay.core.verify.math.Equality;
import dev.belay.core.verify.math.MathAnswer;
import dev.belay.core.verify.math.MathAnswer.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reference answer as it is compared: a number, the letter of an option, an expression or words.
 */
sealed interface MathReference {

  /** A number, whose answers are found by {@link AnswerExtraction}. */
  record Numeric(Amount amount) implements MathReference {}

  /** The letter of an option whose text is not known, such as {@code \text{(C)}}. */
  record Letter(String letter) implements MathReference {}

  /**
   * Anything else.
   *
   * @param text as it is written
   * @param relation whether it is an equation, so that both sides of an answer matter
   */
  record Other(String text, MathAnswer answer, boolean relation) implements MathReference {}

  /** What no completion could meet, or cannot be read, and why. */
  record Unusable(String issue) implements MathReference {}

  int MOST_CHARACTERS = 1000;
  Pattern LETTER =
      Pattern.compile(
          "(?:\\\\(?:text|textbf|mathrm|mathbf|textrm|textnormal)\\s*+)*+[\\s{(]*+([A-J])[\\s})]*+");
  Pattern PAIR = Pattern.compile("\\s*+-?\\d++,(?!\\d{3}(?!\\d))\\s?-?\\d++\\s*+");

  /** {@code [-8,1)}, whose brackets need not match, and {@code \\{0,5\\}} are no decimals. */
  Pattern BRACKETED =
      Pattern.compile(
          "(?s)(?:\\\\left\\s*+)?(?:[\\[(]|\\\\\\{|\\\\lbrace(?![a-z])).*,.*"
              + "(?:[\\])]|\\\\}|\\\\rbrace)");

  Pattern NAMES = Pattern.compile("\\\\[dt]?frac|\\\\left|\\\\right|\\\\cdot|\\\\times");
  Pattern DATE = Pattern.compile("\\d{4}-\\d{1,2}-\\d{1,2}");
  Set<String> VAGUE =
      Set.of("about", "approximately", "around", "roughly", "almost", "nearly", "between", "maybe");

  /** Reads the reference answer of a problem. */
  static MathReference read(String written) {
    String gold = LatexStyle.without(written);
    if (gold.length() > MOST_CHARACTERS) {
      return new Unusable("is longer than %d characters".formatted(MOST_CHARACTERS));
    }
    String bare = AnswerText.bare(gold);
    Amount number = isSeveral(bare) ? null : number(gold, bare);
    if (number != null) {
      return new Numeric(number);
    }
    if (bare.isEmpty()) {
      return new Unusable("is empty");
    }
    var letter = LETTER.matcher(bare);
    return letter.matches() ? new Letter(letter.group(1)) : other(bare);
  }

  private static @Nullable Amount number(String gold, String bare) {
    Amount number = ReferenceNumber.read(gold);
    return number != null || bare.equals(gold) ? number : ReferenceNumber.read(bare);
  }

  /** A reference {@code 3,5} is the two numbers; of an answer it may be the decimal. */
  private static boolean isSeveral(String bare) {
    return PAIR.matcher(bare).matches() || BRACKETED.matcher(bare).matches();
  }

  private static MathReference other(String bare) {
    if (bare.contains("####") || bare.endsWith("?") || isWorking(bare)) {
      return new Unusable("is working or a question; give the final answer alone");
    }
    if (DATE.matcher(bare).matches() || VAGUE.contains(Words.first(bare))) {
      return new Unusable("is no value that an answer could equal");
    }
    Optional<MathAnswer> read = MathAnswer.read(bare);
    if (read.isEmpty() || (read.get().kind() == Kind.UNREAD && !isWhole(bare))) {
      return new Unusable("cannot be read as a number, an expression or words");
    }
    if (!isBalanced(bare) || read.get().compare(read.get()) != Equality.EQUAL) {
      return new Unusable("has no value that an answer could equal");
    }
    boolean words = read.get().kind() == Kind.WORDS;
    boolean prose = bare.indexOf('\\') < 0 && bare.chars().noneMatch(Character::isDigit);
    return (words || prose) && !Words.areFew(bare)
        ? new Unusable("is a sentence, which no final answer would be")
        : new Other(bare, read.get(), !words && AnswerText.isRelation(bare));
  }

  /** Whether what is not understood may at least be written alike: not an undefined number. */
  private static boolean isWhole(String bare) {
    return NAMES.matcher(bare).replaceAll("").chars().anyMatch(Character::isLetter);
  }

  private static boolean isBalanced(String bare) {
    long open = bare.chars().filter(c -> c == '{').count();
    return open == bare.chars().filter(c -> c == '}').count();
  }

  /** An equation between numbers, or lines of text. */
  private static boolean isWorking(String bare) {
    boolean lines = bare.indexOf('\n') >= 0 && bare.indexOf('\\') < 0;
    boolean letters = bare.chars().anyMatch(Character::isLetter);
    return lines || (!letters && AnswerText.isRelation(bare));
  }

  /** The issue with a reference answer; null without one. */
  static @Nullable String issue(MathReference reference, String gold) {
    return reference instanceof Unusable unusable
        ? "the reference answer \"%s\" %s".formatted(Words.shortened(gold), unusable.issue())
        : null;
  }

  /** Text as it is compared for being the same as written. */
  static String plain(String text) {
    return text.replaceAll(
            "\\\\left(?![a-z])|\\\\right(?![a-z])|\\\\[,;! ]|\\\\displaystyle|[\\s$]", "")
        .replace("\\dfrac", "\\frac")
        .replace("\\tfrac", "\\frac")
        .toLowerCase(Locale.ROOT);
  }
}
