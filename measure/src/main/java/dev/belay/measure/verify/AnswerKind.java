package dev.belay.measure.verify;

import java.util.Locale;
import java.util.Random;
import java.util.function.Function;

/** The kinds of answers that cases are made of. */
public enum AnswerKind {
  INTEGER(AnswerKind::integer),
  DECIMAL(AnswerKind::decimal),
  FRACTION(AnswerKind::fraction),
  MIXED_NUMBER(AnswerKind::mixed),
  SCIENTIFIC(AnswerKind::scientific),
  PERCENTAGE(AnswerKind::percentage),
  UNIT(AnswerKind::unit),
  RADICAL(AnswerKind::radical),
  POWER(AnswerKind::power),
  CONSTANT(AnswerKind::constant),
  LOGARITHM(AnswerKind::logarithm),
  TRIGONOMETRY(AnswerKind::trigonometry),
  POLYNOMIAL(AnswerKind::polynomial),
  RATIONAL_FUNCTION(AnswerKind::rational),
  EQUATION(AnswerKind::equation),
  INEQUALITY(AnswerKind::inequality),
  INTERVAL(AnswerKind::interval),
  SET(AnswerKind::set),
  TUPLE(AnswerKind::tuple),
  MATRIX(AnswerKind::matrix),
  COMPLEX(AnswerKind::complex),
  PLUS_MINUS(AnswerKind::plusMinus),
  WORDS(AnswerKind::words);

  /** A static method of this class, without any state. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<Random, Answers> maker;

  AnswerKind(Function<Random, Answers> maker) {
    this.maker = maker;
  }

  /**
   * An answer in two spellings, and another.
   *
   * @param gold the reference
   * @param same the same value, written otherwise
   * @param other another value
   */
  record Answers(String gold, String same, String other) {}

  /** The name in lower case. */
  public String category() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Answers make(Random random) {
    return maker.apply(random);
  }

  private static int from(Random random, int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  @SuppressWarnings("AnnotateFormatMethod") // All callers are here.
  private static String text(String format, Object... values) {
    return format.formatted(values);
  }

  private static Answers integer(Random random) {
    int n = from(random, 1000, 99_999);
    return new Answers("" + n, text("%d,%03d", n / 1000, n % 1000), "" + (n + 1));
  }

  private static Answers decimal(Random random) {
    int n = from(random, 1, 999);
    int tenth = from(random, 1, 9);
    String gold = text("%d.%d", n, tenth);
    return new Answers(gold, gold + "0", text("%d.0%d", n, tenth));
  }

  private static Answers fraction(Random random) {
    int p = from(random, 1, 20);
    int q = p + from(random, 1, 20);
    int by = from(random, 2, 5);
    return new Answers(
        text("\\frac{%d}{%d}", p, q),
        text("\\dfrac{%d}{%d}", p * by, q * by),
        text("-\\frac{%d}{%d}", p, q));
  }

  private static Answers mixed(Random random) {
    int whole = from(random, 1, 12);
    int q = from(random, 3, 9);
    int p = from(random, 1, q - 1);
    return new Answers(
        text("%d\\frac{%d}{%d}", whole, p, q),
        text("\\frac{%d}{%d}", whole * q + p, q),
        text("\\frac{%d}{%d}", whole * p, q));
  }

  private static Answers scientific(Random random) {
    int n = from(random, 11, 99);
    int power = from(random, 4, 9);
    return new Answers(
        text("%d.%d \\times 10^{%d}", n / 10, n % 10, power),
        n + "0".repeat(power - 1),
        text("%d.%d \\times 10^{%d}", n / 10, n % 10, power + 1));
  }

  private static Answers percentage(Random random) {
    int n = from(random, 1, 99);
    return new Answers(text("%d\\%%", n), text("0.%02d", n), text("%d\\%%", n + 1));
  }

  private static Answers unit(Random random) {
    int n = from(random, 2, 99);
    return new Answers(text("%d\\text{ cm}^2", n), text("%d", n), text("%d\\text{ cm}^2", n + 2));
  }

  private static Answers radical(Random random) {
    int n = from(random, 2, 9);
    int root = new int[] {2, 3, 5, 6, 7, 10, 11}[random.nextInt(7)];
    return new Answers(
        text("%d\\sqrt{%d}", n, root),
        text("\\sqrt{%d}", n * n * root),
        text("%d\\sqrt{%d}", n + 1, root));
  }

  private static Answers power(Random random) {
    int base = new int[] {2, 3, 5, 6, 7}[random.nextInt(5)];
    int n = from(random, 20, 60);
    return new Answers(
        text("%d^{%d}", base, 2 * n), text("%d^{%d}", base * base, n), text("%d^{%d}", base, n));
  }

  private static Answers constant(Random random) {
    int p = from(random, 2, 12);
    int q = from(random, 2, 12);
    return new Answers(
        text("\\frac{%d\\pi}{%d}", p, q),
        text("\\frac{%d}{%d} \\pi", 2 * p, 2 * q),
        text("\\frac{%d\\pi}{%d}", p + 1, q));
  }

  private static Answers logarithm(Random random) {
    int a = from(random, 2, 9);
    int b = from(random, 2, 9);
    return new Answers(
        text("\\ln %d", a * b), text("\\ln %d + \\ln %d", a, b), text("\\ln %d", a + b + a * b));
  }

  private static Answers trigonometry(Random random) {
    int degrees = 2 * from(random, 3, 21) + 1;
    return new Answers(
        text("\\sin %d^\\circ", degrees),
        text("\\cos %d^\\circ", 90 - degrees),
        text("\\cos %d^\\circ", degrees));
  }

  private static Answers polynomial(Random random) {
    int a = from(random, 1, 9);
    int b = a + from(random, 1, 9);
    return new Answers(
        text("x^2 + %dx + %d", a + b, a * b),
        text("(x + %d)(x + %d)", a, b),
        text("x^2 + %dx + %d", a + b, a * b + 1));
  }

  private static Answers rational(Random random) {
    int a = from(random, 2, 9);
    int b = a + from(random, 1, 9);
    return new Answers(
        text("\\frac{%d}{x + %d}", a, b),
        text("\\frac{%dx}{x^2 + %dx}", a, b),
        text("\\frac{%d}{x + %d}", b, a));
  }

  private static Answers equation(Random random) {
    int a = from(random, 2, 9);
    int b = a + from(random, 1, 9);
    return new Answers(
        text("y = %dx + %d", a, b), text("%dx - y + %d = 0", a, b), text("y = %dx + %d", b, a));
  }

  private static Answers inequality(Random random) {
    int a = from(random, 2, 30);
    return new Answers(text("x > %d", a), text("%d < x", a), text("x < %d", a));
  }

  private static Answers interval(Random random) {
    int a = from(random, -9, 9);
    int b = a + from(random, 1, 9);
    return new Answers(
        text("[%d,%d)", a, b), text("\\left[%d, %d\\right)", a, b), text("[%d, %d]", a, b));
  }

  private static Answers set(Random random) {
    int a = from(random, 1, 9);
    int b = a + from(random, 1, 9);
    int c = b + from(random, 1, 9);
    return new Answers(
        text("\\{%d, %d, %d\\}", a, b, c),
        text("\\{%d, %d, %d\\}", c, a, b),
        text("\\{%d, %d, %d\\}", a, b, c + 1));
  }

  private static Answers tuple(Random random) {
    int a = from(random, 1, 9);
    int b = a + from(random, 1, 9);
    return new Answers(
        text("(%d, \\frac{1}{%d})", a, b),
        text("\\left(%d,\\frac{2}{%d}\\right)", a, 2 * b),
        text("(\\frac{1}{%d}, %d)", b, a));
  }

  private static Answers matrix(Random random) {
    int a = from(random, 1, 9);
    int b = a + from(random, 1, 9);
    return new Answers(
        text("\\begin{pmatrix} %d & %d \\\\ 0 & %d \\end{pmatrix}", a, b, a),
        text("\\begin{bmatrix}%d&%d\\\\0&%d\\end{bmatrix}", a, b, a),
        text("\\begin{pmatrix} %d & %d \\\\ 0 & %d \\end{pmatrix}", b, a, a));
  }

  private static Answers complex(Random random) {
    int a = from(random, 1, 9);
    int b = from(random, 2, 9);
    return new Answers(text("%d + %di", a, b), text("%di + %d", b, a), text("%d - %di", a, b));
  }

  private static Answers plusMinus(Random random) {
    int a = from(random, 1, 9);
    int root = new int[] {2, 3, 5, 6, 7, 10, 11}[random.nextInt(7)];
    return new Answers(
        text("%d \\pm \\sqrt{%d}", a, root),
        text("%d - \\sqrt{%d}, %d + \\sqrt{%d}", a, root, a, root),
        text("%d + \\sqrt{%d}", a, root));
  }

  private static Answers words(Random random) {
    String[] days = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    int day = random.nextInt(days.length);
    return new Answers(
        text("\\text{%s}", days[day]),
        text("\\text{%s}", days[day].toLowerCase(Locale.ROOT)),
        text("\\text{%s}", days[(day + 1) % days.length]));
  }
}
