package dev.belay.core.verify;

import dev.belay.core.verify.MathRegions.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the sentences of a completion end, outside of its mathematics. A line's end ends one too.
 */
final class TextSentences {
  private final String text;
  private final List<Region> regions;

  TextSentences(String text, List<Region> regions) {
    this.text = text;
    this.regions = regions;
  }

  /** The sign that ends the sentence of a position, or the line's end, outside of mathematics. */
  int end(int from) {
    for (int i = from; i < text.length(); i++) {
      Region region = "$\\".indexOf(text.charAt(i)) >= 0 ? MathRegions.around(regions, i) : null;
      if (region != null) {
        i = region.to() - 1;
      } else if (endsSentence(i)) {
        return i;
      }
    }
    return text.length();
  }

  private boolean endsSentence(int at) {
    char c = text.charAt(at);
    char next = at + 1 < text.length() ? text.charAt(at + 1) : '\n';
    boolean apart = Character.isWhitespace(next) || "*_\"')\u201d\u2019]<".indexOf(next) >= 0;
    return switch (c) {
      case '\n', '\u3002', '?', '\uff1f', '\u061f' -> true;
      case '.' -> apart && !isAbbreviation(at);
      case '!' -> Character.isWhitespace(next) && startsSentence(at + 1);
      default -> false;
    };
  }

  private boolean isAbbreviation(int at) {
    return text.startsWith("i.e", Math.max(0, at - 3))
        || text.startsWith("e.g", Math.max(0, at - 3));
  }

  private boolean startsSentence(int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at == text.length() || text.charAt(at) == '\n' || Character.isUpperCase(text.charAt(at));
  }

  /** Where the sentences of a part end. */
  List<Integer> ends(int from, int to) {
    List<Integer> ends = new ArrayList<>();
    for (int at = from; at <= to; at = ends.getLast() + 1) {
      ends.add(Math.min(end(at), to));
      if (ends.getLast() == to) {
        break;
      }
    }
    return ends;
  }
}
