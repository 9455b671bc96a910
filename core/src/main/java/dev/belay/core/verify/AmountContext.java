package dev.belay.core.verify;

import dev.belay.core.verify.Amount.Form;
import dev.belay.core.verify.FoundAmount.Role;
import dev.belay.core.verify.MathToken.Kind;
import dev.belay.core.verify.math.Rational;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells from its neighbours whether an amount is an answer or a piece of something else. */
final class AmountContext {
  private static final Rational THOUSAND = Rational.of(1000, 1);
  private static final Set<String> DETERMINERS =
      Set.of(
          "the", "all", "those", "these", "his", "her", "their", "its", "our", "my", "a", "total");

  private final MathTokens tokens;
  private final Sentences sentences;
  private final Bounds bounds;
  private @Nullable Amount before;
  private @Nullable Rational lastMarker;

  private AmountContext(MathTokens tokens, Sentences sentences) {
    this.tokens = tokens;
    this.sentences = sentences;
    this.bounds = new Bounds(tokens, sentences);
  }

  /** The amounts with their roles; names of variables are left out. */
  static List<FoundAmount> roles(MathTokens tokens, Sentences sentences, List<Amount> amounts) {
    AmountContext context = new AmountContext(tokens, sentences);
    List<FoundAmount> found = new ArrayList<>();
    for (Amount amount : amounts) {
      if (amount.form() != Form.NAME) {
        found.add(new FoundAmount(amount, context.role(amount)));
      }
      context.before = amount;
    }
    return List.copyOf(found);
  }

  private Role role(Amount amount) {
    if (isNumberOfSomething(amount) || isPartOfDate(amount) || isWhole(amount)) {
      return Role.PASSIVE;
    }
    if (isRuledOut(amount)) {
      return Role.RULED_OUT;
    }
    int end = tokens.afterUnit(amount.to());
    int at = amount.from();
    if (sentences.offers(at) || sentences.checks(at)) {
      boolean given = amount.isNumber() && !isResultSign(end) && !bounds.limit(amount, end);
      return given ? Role.ASIDE : Role.PASSIVE;
    }
    if (isResultSign(amount.to()) || isResultSign(end)) {
      return Role.SUPERSEDED;
    }
    if (!amount.isNumber() || bounds.limit(amount, end) || isSideOfEquation(amount)) {
      return Role.BLOCKED;
    }
    return sentences.isQuestion(at) ? Role.BLOCKED : Role.ANSWER;
  }

  private boolean isResultSign(int at) {
    boolean nextLine = tokens.is(at, Kind.NEWLINE) && tokens.is(at + 1, Kind.EQUALS);
    MathToken token = tokens.at(nextLine ? at + 1 : at);
    return token.is(Kind.EQUALS) || MathWords.RESULTS.contains(token.word());
  }

  /** Of a page, a step, a source, an item of a list, a modulus, an ordinal. */
  private boolean isNumberOfSomething(Amount amount) {
    int from = amount.from();
    MathToken left = tokens.at(from - 1);
    boolean label = left.is(Kind.WORD) && MathWords.LABELS.contains(left.word());
    int modulus = left.is(Kind.LEFT_BRACE) ? from - 2 : from - 1;
    boolean modulo = tokens.is(modulus, Kind.MODULO) || left.isWord("mod") || left.isWord("modulo");
    return label
        || modulo
        || isBracketedSource(amount)
        || Ordinals.follows(tokens.at(amount.to()))
        || isListMarker(amount);
  }

  /** {@code [1]} is read as an amount in brackets; the answer may be given in them. */
  private boolean isBracketedSource(Amount amount) {
    MathToken open = tokens.at(amount.from());
    MathToken left = tokens.at(amount.from() - 1);
    boolean given =
        left.is(Kind.HASHES) || left.is(Kind.COLON) || MathWords.COPULAS.contains(left.word());
    return open.text().equals("[")
        && !given
        && open.spaced()
        && amount.from() > 0
        && amount.to() - amount.from() == 3
        && tokens.at(amount.from() + 1).isWhole();
  }

  /** {@code 1.} or {@code 1)} at the start of a line: one, or one more than the marker before. */
  private boolean isListMarker(Amount amount) {
    int from = amount.from();
    MathToken after = tokens.at(amount.to());
    boolean bracketed = tokens.is(from, Kind.OPEN) && amount.to() - from == 3;
    boolean marks = after.is(Kind.STOP) || after.is(Kind.CLOSE) || bracketed;
    int text = bracketed ? amount.to() : amount.to() + 1;
    Rational value = amount.value();
    if (!sentences.startsLine(from) || !marks || tokens.is(text, Kind.NEWLINE) || value == null) {
      return false;
    }
    Rational last = lastMarker;
    Rational one = Rational.of(1, 1);
    boolean next = value.equals(one) || (last != null && last.plus(one).equals(value));
    if (next) {
      lastMarker = value;
    }
    return next;
  }

  private boolean isPartOfDate(Amount amount) {
    MathToken left = tokens.at(amount.from() - 1);
    MathToken left2 = tokens.at(amount.from() - 2);
    MathToken right = tokens.at(amount.to());
    Rational value = amount.value();
    boolean large = value != null && value.numerator().compareTo(THOUSAND.numerator()) >= 0;
    boolean year =
        left.is(Kind.COMMA) && left2.is(Kind.NUMBER) && isMonth(amount.from() - 3) && large;
    String after = right.is(Kind.WORD) && !right.spaced() ? right.text().substring(0, 1) : "";
    boolean asian = "\u6708\u65e5\u53f7".contains(after) || (large && after.equals("\u5e74"));
    return year
        || (!after.isEmpty() && asian)
        || isMonth(amount.from() - 1)
        || isMonth(amount.to());
  }

  private boolean isMonth(int at) {
    MathToken token = tokens.at(at);
    return MathWords.MONTHS.contains(token.word()) && Character.isUpperCase(token.text().charAt(0));
  }

  /** {@code 5 of the 12}, {@code out of 12}. */
  private boolean isWhole(Amount amount) {
    int at = amount.from() - 1;
    at = DETERMINERS.contains(tokens.at(at).word()) ? at - 1 : at;
    Amount part = before;
    boolean of = tokens.at(at).isWord("of");
    return of
        && (tokens.at(at - 1).isWord("out")
            || (part != null && (part.to() == at || tokens.afterUnit(part.to()) == at)));
  }

  /** {@code not 5}, {@code cannot be 5}, {@code rather than 5}. */
  private boolean isRuledOut(Amount amount) {
    int from = Math.max(sentences.start(amount.from()), amount.from() - 3);
    for (int i = amount.from() - 1; i >= from && tokens.is(i, Kind.WORD); i--) {
      MathToken token = tokens.at(i);
      boolean than = token.isWord("rather") || token.isWord("other");
      if (MathWords.NEGATIONS.contains(token.word()) || (than && tokens.at(i + 1).isWord("than"))) {
        return true;
      }
    }
    return isDenied(tokens.afterUnit(amount.to()));
  }

  /** {@code 5 is not the answer}; {@code 5 is not even} is another matter. */
  private boolean isDenied(int end) {
    boolean copula = tokens.at(end).isWord("is") || tokens.at(end).isWord("was");
    boolean denies = copula && tokens.at(end + 1).isWord("not");
    for (int i = end + 2; denies && i <= end + 4 && tokens.is(i, Kind.WORD); i++) {
      if (MathWords.VERDICTS.contains(tokens.at(i).word())) {
        return true;
      }
    }
    return false;
  }

  /** {@code 3x + 14 = 0} says nothing of a value; {@code x = 5} and {@code lw = 5 * 3 = 15} do. */
  private boolean isSideOfEquation(Amount amount) {
    Amount side = before;
    return side != null
        && tokens.is(amount.from() - 1, Kind.EQUALS)
        && side.to() == amount.from() - 1
        && side.form() == Form.EXPRESSION
        && !tokens.is(side.from() - 1, Kind.EQUALS);
  }
}
