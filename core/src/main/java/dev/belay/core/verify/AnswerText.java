package dev.belay.core.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an answer says, without what only sets it: dollar signs, emphasis, quotes, {@code \boxed}, a
 * full stop; and of a chain of equations its last side.
 */
final class AnswerText {
  private static final int MAX_LAYERS = 12;
  private static final int MAX_NAME = 60;

  private static final String[][] PAIRS = {
    {"$$", "$$"},
    {"$", "$"},
    {"\\(", "\\)"},
    {"\\[", "\\]"},
    {"**", "**"},
    {"__", "__"},
    {"*", "*"},
    {"`", "`"},
    {"\"", "\""},
    {"\u201c", "\u201d"},
    {"\u2018", "\u2019"},
    {"\\boxed{", "}"},
    {"\\fbox{", "}"},
    {"\\framebox{", "}"},
    {"\\mathbf{", "}"},
    {"\\boldsymbol{", "}"},
    {"\\displaystyle", ""},
    {"\\,", ""},
    {"\\ ", ""},
    {"=", ""},
    {":", ""},
    {"", "\\\\"},
    {"", "\\,"},
    {"", "\\ "},
    {"", "\\;"},
    {"", "\\!"},
    {"", "."},
    {"", ","},
    {"", ";"},
    {"", ":"},
    {"", "\u3002"},
    {"", "\\"},
    {"{", "}"}
  };

  private static final Set<String> IMPLICATIONS =
      Set.of(
          "implies", "Rightarrow", "Longrightarrow", "iff", "Leftrightarrow", "Longleftrightarrow");

  private static final Set<String> RELATIONS =
      Set.of("le", "leq", "leqslant", "ge", "geq", "geqslant", "lt", "gt", "ne", "neq", "in");

  /** What is named rather than solved for: x, A_1, AB, area, f(x), |AB|, [ABC], \angle ABC. */
  private static final Pattern QUANTITY =
      Pattern.compile(
          "(?:\\\\(?:angle|triangle|overline|text|mathrm|textbf|operatorname|mathit|vec|hat|bar"
              + "|sin|cos|tan|det|dim|deg|gcd|lcm|max|min|Pr)\\b[\\s{}A-Za-z\\\\().,|]*+"
              + "|[A-Za-z]{3,}+[A-Za-z ]*+"
              + "|[A-Z]{1,4}+'?+"
              + "|(?:[A-Za-z]|\\\\[a-z]{2,8})(?:_\\{?\\w{1,9}\\}?)?'{0,2}+"
              + "(?:\\([^()=]{1,20}+\\))?+"
              + "|[A-Za-z](?:\\s*+[+-]\\s*+[A-Za-z]){1,5}+"
              + "|\\|[A-Za-z]{1,4}+\\||\\[[A-Z]{2,6}+\\])");

  private AnswerText() {}

  /** Without delimiters, emphasis and marks around it. */
  static String bare(String written) {
    String bare = withoutInvisible(written).strip();
    for (int layer = 0; layer < MAX_LAYERS; layer++) {
      String inner = unwrapped(bare).strip();
      if (inner.length() == bare.length()) {
        return bare;
      }
      bare = inner;
    }
    return bare;
  }

  private static String withoutInvisible(String text) {
    if (text.chars().noneMatch(c -> Character.getType(c) == Character.FORMAT)) {
      return text;
    }
    StringBuilder visible = new StringBuilder();
    text.chars()
        .filter(c -> Character.getType(c) != Character.FORMAT)
        .forEach(c -> visible.append((char) c));
    return visible.toString();
  }

  private static String unwrapped(String text) {
    for (String[] pair : PAIRS) {
      String open = pair[0];
      String close = pair[1];
      int inner = text.length() - open.length() - close.length();
      if (inner >= 0 && text.startsWith(open) && text.endsWith(close) && isOne(text, open, close)) {
        return text.substring(open.length(), text.length() - close.length());
      }
    }
    return text;
  }

  /** Whether the two signs belong together: {@code $3$ or $5$} begins and ends with two pairs. */
  private static boolean isOne(String text, String open, String close) {
    if (open.isEmpty()) {
      return !(close.equals("\\") && text.endsWith("\\\\")) && !isEscaped(text, close);
    }
    if (close.isEmpty()) {
      return true;
    }
    if (open.endsWith("{")) {
      return braceEnd(text, open.length() - 1) == text.length() - 1;
    }
    boolean again = text.indexOf(close, open.length()) == text.length() - close.length();
    return again && !isEscaped(text, close);
  }

  private static boolean isEscaped(String text, String close) {
    int before = text.length() - close.length() - 1;
    return !close.startsWith("\\") && before >= 0 && text.charAt(before) == '\\';
  }

  /** Where the brace at a position is closed; negative where it is not. */
  static int braceEnd(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /**
   * What an answer comes to: after the last implication, of the last row, and the last side of
   * equations of named quantities or in a chain.
   *
   * @param relation whether an equation is asked for, so that both sides matter
   */
  static String value(String bare, boolean relation) {
    Signs signs = new Signs(bare);
    String last = bare.substring(signs.after).replace("&", signs.rows ? "" : "&").strip();
    Signs of = new Signs(last);
    if (of.approximate > 0
        && (!of.equals.isEmpty() || !isQuantity(last.substring(0, of.approximate).strip()))) {
      return value(last.substring(0, of.approximate).strip(), relation);
    }
    if (of.equals.isEmpty() || of.listed || of.related) {
      return last;
    }
    String left = last.substring(0, of.equals.getFirst()).strip();
    String right = last.substring(of.equals.getLast() + 1).strip();
    boolean chain = of.equals.size() > 1;
    if (relation) {
      return chain && !left.isEmpty() ? left + " = " + right : last;
    }
    return chain || left.isEmpty() || isQuantity(left) || !hasLetter(left) ? right : last;
  }

  /** Whether several answers stand side by side, outside all brackets. */
  static boolean isList(String bare) {
    return new Signs(bare).listed;
  }

  /** Whether it is an equation, outside all brackets, and no list of them. */
  static boolean isRelation(String bare) {
    Signs signs = new Signs(bare);
    return !signs.equals.isEmpty() && !signs.listed;
  }

  /** The two sides of an equation; empty for anything else. */
  static List<String> sides(String bare) {
    Signs signs = new Signs(bare);
    if (signs.equals.size() != 1 || signs.listed || signs.related) {
      return List.of();
    }
    int at = signs.equals.getFirst();
    return List.of(bare.substring(0, at).strip(), bare.substring(at + 1).strip());
  }

  private static boolean isQuantity(String left) {
    return left.length() <= MAX_NAME && QUANTITY.matcher(left).matches();
  }

  private static boolean hasLetter(String text) {
    return text.replaceAll("\\\\[A-Za-z]++", "").chars().anyMatch(Character::isLetter);
  }

  /** The signs outside all brackets that cut an answer into parts. */
  private static final class Signs {
    private final String text;
    private final List<Integer> equals = new ArrayList<>();
    private boolean listed;
    private boolean related;
    private boolean rows;
    private int after;

    /** Where the first sign stands after which values are rounded; -1 without one. */
    private int approximate = -1;

    Signs(String text) {
      this.text = text;
      int depth = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\\') {
          int end = nameEnd(i + 1);
          depth += command(i, end, depth);
          i = Math.max(i + 1, end - 1);
        } else if ("([{".indexOf(c) >= 0) {
          depth++;
        } else if (")]}".indexOf(c) >= 0) {
          depth--;
        } else if (depth <= 0) {
          sign(c, i);
        }
      }
    }

    private int nameEnd(int from) {
      int end = from;
      while (end < text.length() && isAsciiLetter(text.charAt(end))) {
        end++;
      }
      return end;
    }

    private static boolean isAsciiLetter(char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Takes a command into account, and says by how much it goes deeper. */
    private int command(int at, int end, int depth) {
      String name = text.substring(at + 1, end);
      if (name.isEmpty()) {
        boolean row =
            depth <= 0 && text.startsWith("\\\\", at) && !text.substring(at + 2).isBlank();
        if (row) {
          part(at + 2);
          rows = true;
        }
        return text.startsWith("\\{", at) ? 1 : text.startsWith("\\}", at) ? -1 : 0;
      }
      if (depth <= 0 && IMPLICATIONS.contains(name)) {
        part(end);
      }
      related |= depth <= 0 && RELATIONS.contains(name);
      listed |= depth <= 0 && (name.equals("lor") || isWorded(name, end));
      boolean rounds = name.equals("approx") || name.equals("simeq");
      approximate = rounds && depth <= 0 && approximate < 0 ? at : approximate;
      return name.equals("begin") ? 1 : name.equals("end") ? -1 : 0;
    }

    /** {@code \\text{ or }}. */
    private boolean isWorded(String name, int end) {
      int close = braceEnd(text, end);
      boolean words = name.startsWith("text") || name.equals("mbox") || name.equals("mathrm");
      return words
          && text.startsWith("{", end)
          && close > 0
          && Set.of("or", "and").contains(text.substring(end + 1, close).strip());
    }

    private void part(int from) {
      after = from;
      equals.clear();
      listed = false;
      related = false;
      approximate = -1;
    }

    private void sign(char c, int at) {
      char before = at > 0 ? text.charAt(at - 1) : ' ';
      switch (c) {
        case '\u21d2', '\u21d4', '\u27f9' -> part(at + 1);
        case '<', '>', '\u2264', '\u2265', '\u2260', '\u2208' -> related = true;
        case '\u2248' -> approximate = approximate < 0 ? at : approximate;
        case '=' -> {
          related |= before == '!';
          equals.add(at);
        }
        case ',', ';' -> listed |= !isBetweenDigits(at);
        default -> listed |= isConjunction(at);
      }
    }

    private boolean isBetweenDigits(int at) {
      return at > 0
          && at + 1 < text.length()
          && Character.isDigit(text.charAt(at - 1))
          && Character.isDigit(text.charAt(at + 1));
    }

    private boolean isConjunction(int at) {
      return (text.startsWith(" and ", at) || text.startsWith(" or ", at));
    }
  }
}
