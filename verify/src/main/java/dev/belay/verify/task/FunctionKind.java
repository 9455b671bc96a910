package dev.belay.verify.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * What a small function does, with a constant that makes many functions of one kind: {@code add_7}
 * adds 7.
 *
 * @param verb what its name begins with; the constant follows
 * @param parameter its one parameter, which says what it takes: a number, a text or a list
 * @param description what it returns, in words, with {@code {k}} for the constant
 * @param body a right expression, likewise
 * @param constants that there is a function for
 * @param inputs of the tests, by constant
 * @param meaning what is returned for an input and a constant
 */
record FunctionKind(
    String verb,
    String parameter,
    String description,
    String body,
    List<Integer> constants,
    FunctionKind.Inputs<Object> inputs,
    BiFunction<Object, Integer, Object> meaning) {

  /** All kinds. */
  static final List<FunctionKind> ALL =
      List.of(
          of(
              "add",
              "n",
              "n plus {k}",
              "n + {k}",
              numbers(1, 60),
              FunctionKind::ints,
              (n, k) -> n + k),
          of(
              "subtract",
              "n",
              "n minus {k}",
              "n - {k}",
              numbers(1, 60),
              FunctionKind::ints,
              (n, k) -> n - k),
          of(
              "times",
              "n",
              "n times {k}",
              "n * {k}",
              numbers(2, 40),
              FunctionKind::ints,
              (n, k) -> n * k),
          of(
              "from",
              "n",
              "{k} minus n",
              "{k} - n",
              numbers(5, 60),
              FunctionKind::ints,
              (n, k) -> k - n),
          of(
              "remainder_by",
              "n",
              "the remainder of n divided by {k}",
              "n % {k}",
              numbers(2, 40),
              FunctionKind::ints,
              (n, k) -> n % k),
          of(
              "at_most",
              "n",
              "the smaller of n and {k}",
              "min(n, {k})",
              numbers(3, 60),
              FunctionKind::ints,
              (n, k) -> Math.min(n, k)),
          of(
              "at_least",
              "n",
              "the larger of n and {k}",
              "max(n, {k})",
              numbers(3, 60),
              FunctionKind::ints,
              (n, k) -> Math.max(n, k)),
          of(
              "is_above",
              "n",
              "True if n is greater than {k}, else False",
              "n > {k}",
              numbers(1, 60),
              FunctionKind::ints,
              (n, k) -> n > k),
          of(
              "is_multiple_of",
              "n",
              "True if n is a multiple of {k}, else False",
              "n % {k} == 0",
              numbers(2, 40),
              FunctionKind::ints,
              (n, k) -> n % k == 0),
          of(
              "first",
              "text",
              "the first {k} characters of the string text",
              "text[:{k}]",
              numbers(1, 20),
              FunctionKind::words,
              (text, k) -> text.substring(0, Math.min(k, text.length()))),
          of(
              "repeat",
              "text",
              "the string text repeated {k} times",
              "text * {k}",
              numbers(2, 20),
              FunctionKind::words,
              (text, k) -> text.repeat(k)),
          of(
              "is_longer_than",
              "text",
              "True if the string text has more than {k} characters, else False",
              "len(text) > {k}",
              numbers(1, 30),
              FunctionKind::words,
              (text, k) -> text.length() > k),
          of(
              "length_plus",
              "text",
              "the length of the string text plus {k}",
              "len(text) + {k}",
              numbers(1, 40),
              FunctionKind::words,
              (text, k) -> text.length() + k),
          of(
              "sum_plus",
              "numbers",
              "the sum of the list numbers plus {k}",
              "sum(numbers) + {k}",
              numbers(1, 60),
              FunctionKind::lists,
              (list, k) -> list.stream().mapToInt(Integer::intValue).sum() + k),
          of(
              "contains",
              "numbers",
              "True if {k} is in the list numbers, else False",
              "{k} in numbers",
              numbers(1, 40),
              FunctionKind::lists,
              (list, k) -> list.contains(k)),
          of(
              "count",
              "numbers",
              "how many times {k} occurs in the list numbers",
              "numbers.count({k})",
              numbers(1, 40),
              FunctionKind::lists,
              (list, k) -> Collections.frequency(list, k)),
          of(
              "multiply_all_by",
              "numbers",
              "a list with each number of the list numbers multiplied by {k}",
              "[n * {k} for n in numbers]",
              numbers(2, 40),
              FunctionKind::lists,
              (list, k) -> list.stream().map(n -> n * k).toList()),
          of(
              "keep_above",
              "numbers",
              "a list with those numbers of the list numbers that are greater than {k}",
              "[n for n in numbers if n > {k}]",
              numbers(1, 40),
              FunctionKind::lists,
              (list, k) -> list.stream().filter(n -> n > k).toList()));

  /** A call of a function: the argument and what is to be returned, as Python writes them. */
  record Call(String argument, String result) {}

  /** Arguments that tell a function with one constant from its neighbours. */
  @FunctionalInterface
  interface Inputs<T> {
    Stream<T> of(int constant);
  }

  @SuppressWarnings("unchecked") // Each kind pairs inputs with a meaning of the same type.
  private static <T> FunctionKind of(
      String verb,
      String parameter,
      String description,
      String body,
      List<Integer> constants,
      Inputs<T> inputs,
      BiFunction<T, Integer, ?> meaning) {
    return new FunctionKind(
        verb,
        parameter,
        description,
        body,
        constants,
        (Inputs<Object>) (Inputs<?>) inputs,
        (BiFunction<Object, Integer, Object>) (BiFunction<?, ?, ?>) meaning);
  }

  String functionName(int constant) {
    return verb + "_" + constant;
  }

  /** What the function returns, in words. */
  String described(int constant) {
    return description.replace("{k}", Integer.toString(constant));
  }

  /** A right expression. */
  String solution(int constant) {
    return body.replace("{k}", Integer.toString(constant));
  }

  /** Calls that no function of the kind with another constant passes. */
  List<Call> calls(int constant) {
    return inputs
        .of(constant)
        .map(input -> new Call(python(input), python(meaning.apply(input, constant))))
        .toList();
  }

  /** What the function with a constant returns for the inputs of the calls of another. */
  List<String> results(int constant, int other) {
    return inputs.of(other).map(input -> python(meaning.apply(input, constant))).toList();
  }

  private static String python(Object value) {
    return switch (value) {
      case Boolean truth -> truth ? "True" : "False";
      case String text -> "'" + text + "'";
      case List<?> list ->
          "[" + String.join(", ", list.stream().map(FunctionKind::python).toList()) + "]";
      default -> String.format(Locale.ROOT, "%s", value);
    };
  }

  private static List<Integer> numbers(int from, int to) {
    return Stream.iterate(from, n -> n <= to, n -> n + 1).toList();
  }

  /** Below, at and above the constant, its multiples, and numbers far away. */
  private static Stream<Integer> ints(int constant) {
    return Stream.of(
        0, 1, constant - 1, constant, constant + 1, 2 * constant, 3 * constant + 1, 47, 120);
  }

  private static Stream<String> words(int constant) {
    String letters = "abcdefghijklmnopqrstuvwxyz".repeat(2);
    return Stream.of(
        "",
        "a",
        "hello",
        letters.substring(0, constant),
        letters.substring(0, constant + 1),
        "programming language");
  }

  private static Stream<List<Integer>> lists(int constant) {
    List<Integer> many = new ArrayList<>(List.of(3, constant, 8, constant + 1, constant, 40));
    return Stream.of(
        List.of(),
        List.of(constant),
        List.of(constant - 1, constant + 1),
        List.of(1, 2, 3),
        List.copyOf(many));
  }
}
