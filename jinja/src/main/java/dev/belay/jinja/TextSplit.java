package dev.belay.jinja;

import dev.belay.jinja.value.BoundArguments;
import dev.belay.jinja.value.CodePoints;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.Needle;
import dev.belay.jinja.value.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Strings cut into parts. */
final class TextSplit {

  private TextSplit() {}

  static Object split(RenderContext context, String text, BoundArguments a) {
    Parts parts = new Parts(context, text, limit(a));
    return a.present(0).isPresent() ? parts.between(separator(a)) : parts.words();
  }

  static Object splitFromRight(RenderContext context, String text, BoundArguments a) {
    Parts parts = new Parts(context, text, limit(a));
    return a.present(0).isPresent() ? parts.betweenFromRight(separator(a)) : parts.wordsFromRight();
  }

  private static int limit(BoundArguments a) {
    int given = a.count(1, -1);
    return given < 0 ? Integer.MAX_VALUE : given;
  }

  private static String separator(BoundArguments a) {
    String separator = a.text(0);
    if (separator.isEmpty()) {
      throw new JinjaException("empty separator");
    }
    return separator;
  }

  /** Parts of one string, at most so many cuts. */
  private static final class Parts {
    private final RenderContext context;
    private final String text;
    private final int limit;
    private final List<String> parts = new ArrayList<>();

    Parts(RenderContext context, String text, int limit) {
      this.context = context;
      this.text = text;
      this.limit = limit;
    }

    private void add(int from, int to) {
      context.budget().listItem(parts.size());
      parts.add(text.substring(from, to));
    }

    List<String> between(String separator) {
      Needle needle = Needle.forward(separator);
      int start = 0;
      for (int i = needle.next(text, 0); i >= 0 && parts.size() < limit; ) {
        add(start, i);
        start = i + separator.length();
        i = needle.next(text, start);
      }
      add(start, text.length());
      return parts;
    }

    List<String> betweenFromRight(String separator) {
      Needle needle = Needle.backward(separator);
      int end = text.length();
      for (int i = needle.next(text, end); i >= 0 && parts.size() < limit; ) {
        add(i + separator.length(), end);
        end = i;
        i = needle.next(text, end);
      }
      add(0, end);
      Collections.reverse(parts);
      return parts;
    }

    List<String> words() {
      int i = skipSpace(0);
      while (i < text.length()) {
        if (parts.size() == limit) {
          add(i, text.length());
          break;
        }
        int end = i;
        while (end < text.length() && !CodePoints.isSpace(text.charAt(end))) {
          end++;
        }
        add(i, end);
        i = skipSpace(end);
      }
      return parts;
    }

    private int skipSpace(int from) {
      int i = from;
      while (i < text.length() && CodePoints.isSpace(text.charAt(i))) {
        i++;
      }
      return i;
    }

    List<String> wordsFromRight() {
      int end = skipSpaceBefore(text.length());
      while (end > 0) {
        if (parts.size() == limit) {
          add(0, end);
          break;
        }
        int start = end;
        while (start > 0 && !CodePoints.isSpace(text.charAt(start - 1))) {
          start--;
        }
        add(start, end);
        end = skipSpaceBefore(start);
      }
      Collections.reverse(parts);
      return parts;
    }

    private int skipSpaceBefore(int end) {
      int i = end;
      while (i > 0 && CodePoints.isSpace(text.charAt(i - 1))) {
        i--;
      }
      return i;
    }
  }

  /** {@code str.splitlines}: no empty line after the last line break. */
  static List<String> lines(RenderContext context, String text, boolean keepEnds) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = start;
      while (end < text.length() && !isLineBreak(text.charAt(end))) {
        end++;
      }
      int next = end;
      if (next < text.length()) {
        next += text.startsWith("\r\n", end) ? 2 : 1;
      }
      context.budget().listItem(lines.size());
      lines.add(text.substring(start, keepEnds ? next : end));
      start = next;
    }
    return lines;
  }

  private static boolean isLineBreak(char c) {
    return (c >= 0x0a && c <= 0x0d)
        || (c >= 0x1c && c <= 0x1e)
        || c == 0x85
        || c == 0x2028
        || c == 0x2029;
  }

  /** {@code str.partition}, or {@code str.rpartition} from the right. */
  static Tuple partition(String text, BoundArguments a, boolean fromRight) {
    String separator = separator(a);
    int i =
        fromRight
            ? Needle.backward(separator).next(text, text.length())
            : Needle.forward(separator).next(text, 0);
    if (i < 0) {
      return fromRight ? Tuple.of("", "", text) : Tuple.of(text, "", "");
    }
    return Tuple.of(text.substring(0, i), separator, text.substring(i + separator.length()));
  }
}
