package dev.belay.core.verify;

import dev.belay.core.verify.MathToken.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the LaTeX commands mean that stand in answers. */
final class LatexCommands {
  private static final Map<String, Kind> KINDS = new HashMap<>();

  /** They change how something looks, not what it says; what they hold stays. */
  private static final Set<String> LAYOUT = new HashSet<>();

  static {
    put(Kind.FRACTION, "frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac");
    put(Kind.ROOT, "sqrt");
    put(Kind.BOX, "boxed", "fbox", "framebox");
    put(Kind.TIMES, "times", "cdot", "ast");
    put(Kind.DIVIDE, "div");
    put(Kind.PLUS_MINUS, "pm", "mp");
    put(Kind.EQUALS, "approx", "simeq", "cong", "equiv", "doteq");
    put(Kind.RELATION, "le", "leq", "leqslant", "ge", "geq", "geqslant", "lt", "gt", "ne", "neq");
    put(Kind.RELATION, "in", "notin", "subset", "subseteq", "ll", "gg", "propto");
    put(Kind.DEGREE, "circ", "degree", "textdegree");
    put(Kind.ELLIPSIS, "dots", "ldots", "cdots", "dotsc", "dotsb");
    put(Kind.MODULO, "pmod", "bmod", "mod");
    put(Kind.BAR, "vert", "lvert", "rvert", "mid");
    put(Kind.OTHER, "Rightarrow", "implies", "to", "rightarrow", "longrightarrow", "therefore");
    put(Kind.OTHER, "because", "checkmark", "square", "blacksquare", "bullet", "Longrightarrow");
    put(Kind.NEWLINE, "newline", "item", "par");
    LAYOUT.addAll(Set.of("text", "textbf", "textit", "textrm", "textsf", "texttt", "mbox", "hbox"));
    LAYOUT.addAll(Set.of("mathrm", "mathbf", "mathit", "mathsf", "mathtt", "mathbb", "bm", "bf"));
    LAYOUT.addAll(Set.of("boldsymbol", "operatorname", "emph", "underline", "displaystyle", "rm"));
    LAYOUT.addAll(Set.of("left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl"));
    LAYOUT.addAll(
        Set.of("Bigr", "quad", "qquad", "space", "limits", "hfill", "thinspace", "large"));
  }

  private static final Set<String> DISPLAYS =
      Set.of("equation", "align", "gather", "multline", "displaymath", "math", "eqnarray");

  private LatexCommands() {}

  private static void put(Kind kind, String... names) {
    for (String name : names) {
      KINDS.put(name, kind);
    }
  }

  static boolean isLayout(String name) {
    return LAYOUT.contains(name);
  }

  /** What a command is; one that is not known stands for no number. */
  static Kind kind(String name) {
    return KINDS.getOrDefault(name, Kind.COMMAND);
  }

  /** A display holds answers; what holds a matrix, cases or a table is no number. */
  static Kind environment(String braced) {
    return DISPLAYS.contains(braced.replaceAll("[{}*]", "")) ? Kind.OTHER : Kind.COMMAND;
  }

  /** What a backslash before a sign means; null where it is layout or nothing. */
  static @Nullable Kind escaped(char sign) {
    return switch (sign) {
      case '{' -> Kind.OPEN;
      case '}' -> Kind.CLOSE;
      case '%' -> Kind.PERCENT;
      case '|' -> Kind.BAR;
      case '\\' -> Kind.NEWLINE;
      default -> null;
    };
  }
}
