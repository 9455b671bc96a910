package dev.belay.jinja;

import dev.belay.jinja.value.BoundArguments;
import dev.belay.jinja.value.BoundedText;
import dev.belay.jinja.value.CodePoints;
import dev.belay.jinja.value.Dict;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.PythonText;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** Methods of strings. */
final class StringMethods {

  private static final Map<String, Method<String>> TABLE = new HashMap<>();
  private static final String SPECIAL_DIGITS =
      "²³¹⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉①②③④⑤⑥⑦⑧⑨⑴⑵⑶⑷⑸⑹⑺⑻⑼⒈⒉⒊⒋⒌⒍⒎⒏⒐⓪⓵⓶⓷⓸⓹⓺⓻⓼⓽⓿❶❷❸❹❺❻❼❽❾➀➁➂➃➄➅➆➇➈➊➋➌➍➎➏➐➑➒";

  static {
    defineCases();
    definePredicates();
    defineSearches();
    defineParts();
    definePadding();
    define("format", "**", (context, s, a) -> new StrFormat(context).format(s, a.all()));
    define("format_map", "/ mapping", StringMethods::formatMap);
  }

  private StringMethods() {}

  static Optional<Method<String>> named(String name) {
    return Optional.ofNullable(TABLE.get(name));
  }

  private static void define(String name, String signature, Method.Body<String> body) {
    Method.define(TABLE, name, signature, body);
  }

  private static void defineCases() {
    define("upper", "", (_, s, _) -> TextCase.upper(s));
    define("lower", "", (_, s, _) -> TextCase.lower(s));
    define("casefold", "", (_, s, _) -> TextCase.lower(s).replace("ß", "ss"));
    define("title", "", (_, s, _) -> TextCase.title(s));
    define("capitalize", "", (_, s, _) -> TextCase.capitalize(s));
    define("swapcase", "", (_, s, _) -> TextCase.swapped(s));
  }

  private static void definePredicates() {
    define("isdigit", "", (_, s, _) -> TextCase.all(s, StringMethods::isDigit));
    define("isdecimal", "", (_, s, _) -> TextCase.all(s, Character::isDigit));
    define("isnumeric", "", (_, s, _) -> TextCase.all(s, StringMethods::isNumeric));
    define("isalpha", "", (_, s, _) -> TextCase.all(s, Character::isLetter));
    define("isalnum", "", (_, s, _) -> TextCase.all(s, StringMethods::isAlphanumeric));
    define("isspace", "", (_, s, _) -> TextCase.all(s, CodePoints::isSpace));
    define("islower", "", (_, s, _) -> TextCase.isLower(s));
    define("isupper", "", (_, s, _) -> TextCase.isUpper(s));
    define("istitle", "", (_, s, _) -> TextCase.isTitle(s));
    define("isascii", "", (_, s, _) -> s.chars().allMatch(c -> c < 0x80));
    define("isprintable", "", (_, s, _) -> s.codePoints().allMatch(CodePoints::isPrintable));
    define("isidentifier", "", (_, s, _) -> isIdentifier(s));
  }

  private static boolean isDigit(int c) {
    // Superscripts, subscripts and digits in circles are digits too, though not decimal ones.
    return Character.isDigit(c) || SPECIAL_DIGITS.indexOf(c) >= 0;
  }

  private static boolean isNumeric(int c) {
    return switch (Character.getType(c)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
      default -> false;
    };
  }

  private static boolean isAlphanumeric(int c) {
    return Character.isLetter(c) || isNumeric(c);
  }

  private static boolean isIdentifier(String text) {
    return TextCase.all(text, c -> c == '_' || Character.isUnicodeIdentifierPart(c))
        && (text.charAt(0) == '_' || Character.isUnicodeIdentifierStart(text.codePointAt(0)));
  }

  private static void defineSearches() {
    define(
        "startswith",
        "/ prefix start? end?",
        (context, s, a) -> TextSearch.hasAffix(context, s, a, false));
    define(
        "endswith",
        "/ suffix start? end?",
        (context, s, a) -> TextSearch.hasAffix(context, s, a, true));
    define("find", "/ sub start? end?", (_, s, a) -> TextSearch.find(s, a, false));
    define("rfind", "/ sub start? end?", (_, s, a) -> TextSearch.find(s, a, true));
    define("index", "/ sub start? end?", (_, s, a) -> TextSearch.index(s, a, false));
    define("rindex", "/ sub start? end?", (_, s, a) -> TextSearch.index(s, a, true));
    define("count", "/ sub start? end?", (_, s, a) -> TextSearch.count(s, a));
    define(
        "replace",
        "/ old new count?",
        (context, s, a) -> TextSearch.replace(context, s, a.text(0), a.text(1), a.count(2, -1)));
  }

  private static void defineParts() {
    define("strip", "/ chars?", (_, s, a) -> Strip.both(s, characters(a)));
    define("lstrip", "/ chars?", (_, s, a) -> Strip.left(s, characters(a)));
    define("rstrip", "/ chars?", (_, s, a) -> Strip.right(s, characters(a)));
    define("split", "sep? maxsplit?", TextSplit::split);
    define("rsplit", "sep? maxsplit?", TextSplit::splitFromRight);
    define("splitlines", "keepends?", StringMethods::lines);
    define("partition", "/ sep", (_, s, a) -> TextSplit.partition(s, a, false));
    define("rpartition", "/ sep", (_, s, a) -> TextSplit.partition(s, a, true));
    define("removeprefix", "/ prefix", (_, s, a) -> without(s, a.text(0), false));
    define("removesuffix", "/ suffix", (_, s, a) -> without(s, a.text(0), true));
    define("join", "/ items", StringMethods::join);
  }

  private static Object lines(RenderContext context, String text, BoundArguments a) {
    return TextSplit.lines(context, text, a.flag(0));
  }

  private static Optional<String> characters(BoundArguments a) {
    return a.present(0).map(_ -> a.text(0));
  }

  private static String without(String text, String affix, boolean atEnd) {
    if (atEnd) {
      return text.endsWith(affix) ? text.substring(0, text.length() - affix.length()) : text;
    }
    return text.startsWith(affix) ? text.substring(affix.length()) : text;
  }

  private static Object join(RenderContext context, String separator, BoundArguments a) {
    BoundedText out = new BoundedText(context.budget());
    Iterator<Object> items = context.iterate(a.get(0));
    for (int i = 0; items.hasNext(); i++) {
      Object item = items.next();
      if (!(item instanceof String text)) {
        throw new JinjaException(
            "sequence item %d: expected str instance, %s found"
                .formatted(i, PythonText.typeName(item)));
      }
      out.append(i == 0 ? "" : separator).append(text);
    }
    return out.toString();
  }

  private static void definePadding() {
    define(
        "ljust",
        "/ width fill?",
        (context, s, a) -> Padding.left(context, s, a.count(0), Padding.fill(a)));
    define(
        "rjust",
        "/ width fill?",
        (context, s, a) -> Padding.right(context, s, a.count(0), Padding.fill(a)));
    define(
        "center",
        "/ width fill?",
        (context, s, a) -> Padding.center(context, s, a.count(0), Padding.fill(a)));
    define("zfill", "/ width", (context, s, a) -> Padding.zeros(context, s, a.count(0)));
    define(
        "expandtabs", "tabsize?", (context, s, a) -> Padding.expandTabs(context, s, a.count(0, 8)));
  }

  private static Object formatMap(RenderContext context, String text, BoundArguments a) {
    if (a.get(0) instanceof Dict dict) {
      return new StrFormat(context).format(text, dict);
    }
    throw a.wrongType(0, "dict");
  }
}
