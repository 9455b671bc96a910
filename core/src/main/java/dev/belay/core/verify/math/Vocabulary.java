package dev.belay.core.verify.math;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The commands, signs and names that the lexer knows. */
final class Vocabulary {
  private Vocabulary() {}

  /** Commands that only say how something looks, and spaces. */
  static final Set<String> INVISIBLE =
      Set.of(
          "left",
          "right",
          "big",
          "Big",
          "bigg",
          "Bigg",
          "bigl",
          "bigr",
          "Bigl",
          "Bigr",
          "biggl",
          "biggr",
          "Biggl",
          "Biggr",
          "middle",
          "displaystyle",
          "textstyle",
          "scriptstyle",
          "limits",
          "nolimits",
          "quad",
          "qquad",
          "boxed",
          "fbox",
          "ensuremath",
          "angle",
          "measuredangle",
          "triangle",
          "overrightarrow",
          "vec",
          "underline",
          "rm",
          "bf",
          "it",
          "rule",
          "hat",
          "widehat",
          "thinspace",
          "enspace",
          "space",
          "therefore",
          "phantom",
          "mathstrut",
          "strut",
          "noindent",
          "small",
          "large",
          "Large");

  /** Commands whose argument is words. */
  static final Set<String> WORDED =
      Set.of(
          "text",
          "textbf",
          "textit",
          "textrm",
          "textsf",
          "texttt",
          "textnormal",
          "mbox",
          "hbox",
          "mathrm",
          "operatorname",
          "mathit",
          "mathsf",
          "emph",
          "mathtt",
          "textup",
          "mathbf",
          "boldsymbol",
          "bm");

  static final Map<String, TokenType> COMMANDS = commands();

  private static Map<String, TokenType> commands() {
    Map<String, TokenType> map = new HashMap<>();
    put(map, TokenType.FRACTION, "frac", "dfrac", "tfrac", "cfrac");
    put(map, TokenType.BINOMIAL, "binom", "dbinom", "tbinom");
    put(map, TokenType.CHOOSE, "choose");
    put(map, TokenType.ROOT, "sqrt", "surd");
    put(map, TokenType.PI, "pi");
    put(map, TokenType.INFINITY, "infty", "infinity");
    put(map, TokenType.EMPTY, "emptyset", "varnothing", "O");
    put(map, TokenType.PLUS_MINUS, "pm");
    put(map, TokenType.MINUS_PLUS, "mp");
    put(map, TokenType.TIMES, "times", "cdot", "ast", "star", "bullet");
    put(map, TokenType.DIVIDE, "div", "slash");
    put(map, TokenType.PRIME, "prime");
    put(map, TokenType.APPROXIMATELY, "approx", "simeq", "thickapprox", "doteq", "sim");
    put(map, TokenType.LESS, "lt");
    put(map, TokenType.GREATER, "gt");
    put(map, TokenType.AT_MOST, "le", "leq", "leqslant", "leqq");
    put(map, TokenType.AT_LEAST, "ge", "geq", "geqslant", "geqq");
    put(map, TokenType.NOT_EQUAL, "ne", "neq");
    put(map, TokenType.EQUALS, "equiv", "cong", "coloneqq");
    put(map, TokenType.IN, "in");
    put(map, TokenType.UNION, "cup", "bigcup");
    put(map, TokenType.INTERSECTION, "cap");
    put(map, TokenType.WITHOUT, "setminus", "backslash", "smallsetminus");
    put(map, TokenType.OR, "lor", "vee");
    put(map, TokenType.AND, "land", "wedge");
    put(map, TokenType.DEGREE, "degree", "circ");
    put(map, TokenType.MODULO, "pmod", "bmod", "mod", "pod");
    put(map, TokenType.ELLIPSIS, "dots", "ldots", "cdots", "dotsc", "dotsb", "vdots", "ddots");
    put(map, TokenType.BAR, "vert", "lvert", "rvert", "mid");
    put(map, TokenType.COLON, "colon");
    put(map, TokenType.CURRENCY, "euro", "pounds", "textdollar", "yen");
    put(map, TokenType.OPEN_ANGLE, "langle");
    put(map, TokenType.CLOSE_ANGLE, "rangle");
    put(map, TokenType.OPEN_FLOOR, "lfloor");
    put(map, TokenType.CLOSE_FLOOR, "rfloor");
    put(map, TokenType.OPEN_CEILING, "lceil");
    put(map, TokenType.CLOSE_CEILING, "rceil");
    put(map, TokenType.OPEN_SET, "lbrace");
    put(map, TokenType.CLOSE_SET, "rbrace");
    put(map, TokenType.OPEN_ROUND, "lparen");
    put(map, TokenType.CLOSE_ROUND, "rparen");
    put(map, TokenType.OPEN_SQUARE, "lbrack");
    put(map, TokenType.CLOSE_SQUARE, "rbrack");
    return Map.copyOf(map);
  }

  static final Map<Character, TokenType> SIGNS = signs();

  private static Map<Character, TokenType> signs() {
    Map<Character, TokenType> map = new HashMap<>();
    each(map, TokenType.PLUS, "+\uff0b");
    each(map, TokenType.MINUS, "-\u2212\u2013\u2014\u2010\u2011\uff0d");
    each(map, TokenType.PLUS_MINUS, "\u00b1");
    each(map, TokenType.MINUS_PLUS, "\u2213");
    each(map, TokenType.TIMES, "*\u00d7\u00b7\u22c5\u2217\u2022");
    each(map, TokenType.DIVIDE, "/\u00f7\u2215\u2044\uff0f");
    each(map, TokenType.POWER, "^");
    each(map, TokenType.SUBSCRIPT, "_");
    each(map, TokenType.PRIME, "'\u2032\u2019");
    each(map, TokenType.BANG, "!");
    each(map, TokenType.EQUALS, "=\uff1d\u2261");
    each(map, TokenType.APPROXIMATELY, "\u2248\u2243\u2245");
    each(map, TokenType.LESS, "<\uff1c");
    each(map, TokenType.GREATER, ">\uff1e");
    each(map, TokenType.AT_MOST, "\u2264\u2a7d");
    each(map, TokenType.AT_LEAST, "\u2265\u2a7e");
    each(map, TokenType.NOT_EQUAL, "\u2260");
    each(map, TokenType.IN, "\u2208");
    each(map, TokenType.UNION, "\u222a");
    each(map, TokenType.INTERSECTION, "\u2229");
    each(map, TokenType.WITHOUT, "\u2216");
    each(map, TokenType.OR, "\u2228");
    each(map, TokenType.AND, "\u2227");
    each(map, TokenType.COMMA, ",\uff0c\u3001");
    each(map, TokenType.SEMICOLON, ";\uff1b");
    each(map, TokenType.COLON, ":\uff1a\u2236");
    each(map, TokenType.STOP, ".\u3002");
    each(map, TokenType.PERCENT, "%\uff05");
    each(map, TokenType.DEGREE, "\u00b0\u00ba");
    each(map, TokenType.CURRENCY, "$\u20ac\u00a3\u00a5\u20b9");
    each(map, TokenType.INFINITY, "\u221e");
    each(map, TokenType.EMPTY, "\u2205\u00d8");
    each(map, TokenType.PI, "\u03c0");
    each(map, TokenType.ROOT, "\u221a");
    each(map, TokenType.BAR, "|\u2223\uff5c");
    each(map, TokenType.ELLIPSIS, "\u2026\u22ef");
    each(map, TokenType.OPEN_ROUND, "(\uff08");
    each(map, TokenType.CLOSE_ROUND, ")\uff09");
    each(map, TokenType.OPEN_SQUARE, "[\uff3b");
    each(map, TokenType.CLOSE_SQUARE, "]\uff3d");
    each(map, TokenType.OPEN_BRACE, "{");
    each(map, TokenType.CLOSE_BRACE, "}");
    each(map, TokenType.OPEN_ANGLE, "\u27e8\u2329");
    each(map, TokenType.CLOSE_ANGLE, "\u27e9\u232a");
    each(map, TokenType.OPEN_FLOOR, "\u230a");
    each(map, TokenType.CLOSE_FLOOR, "\u230b");
    each(map, TokenType.OPEN_CEILING, "\u2308");
    each(map, TokenType.CLOSE_CEILING, "\u2309");
    each(map, TokenType.CELL, "&");
    return Map.copyOf(map);
  }

  /** Names of functions in plain text and as commands, with the name that they are read as. */
  static final Map<String, String> FUNCTIONS = functions();

  private static Map<String, String> functions() {
    Map<String, String> map = new HashMap<>();
    for (String name :
        new String[] {
          "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh",
          "tanh", "log", "ln", "exp", "gcd", "lcm", "max", "min", "abs", "floor", "sqrt", "cbrt",
          "cis"
        }) {
      map.put(name, name);
    }
    map.put("asin", "arcsin");
    map.put("acos", "arccos");
    map.put("atan", "arctan");
    map.put("ceil", "ceil");
    map.put("ceiling", "ceil");
    map.put("cosec", "csc");
    map.put("tg", "tan");
    map.put("ctg", "cot");
    map.put("lg", "lg");
    return Map.copyOf(map);
  }

  /** Greek letters but π. */
  static final Set<String> GREEK =
      Set.of(
          "alpha",
          "beta",
          "gamma",
          "delta",
          "epsilon",
          "varepsilon",
          "zeta",
          "eta",
          "theta",
          "vartheta",
          "iota",
          "kappa",
          "lambda",
          "mu",
          "nu",
          "xi",
          "rho",
          "sigma",
          "tau",
          "upsilon",
          "phi",
          "varphi",
          "chi",
          "psi",
          "omega",
          "Gamma",
          "Delta",
          "Theta",
          "Lambda",
          "Xi",
          "Pi",
          "Sigma",
          "Phi",
          "Psi",
          "Omega",
          "ell");

  private static final String GREEK_SIGNS =
      "\u03b1\u03b2\u03b3\u03b4\u03b5\u03b6\u03b7\u03b8\u03bb\u03bc\u03bd\u03be\u03c1\u03c3\u03c4\u03c6\u03c7\u03c8\u03c9";
  private static final String[] GREEK_NAMES = {
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "lambda", "mu", "nu",
    "xi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega"
  };

  /** The name of a Greek letter; the empty string for other characters. */
  static String greek(char sign) {
    int index = GREEK_SIGNS.indexOf(sign);
    return index < 0 ? "" : GREEK_NAMES[index];
  }

  private static void put(Map<String, TokenType> map, TokenType type, String... names) {
    for (String name : names) {
      map.put(name, type);
    }
  }

  private static void each(Map<Character, TokenType> map, TokenType type, String signs) {
    for (int i = 0; i < signs.length(); i++) {
      map.put(signs.charAt(i), type);
    }
  }
}
