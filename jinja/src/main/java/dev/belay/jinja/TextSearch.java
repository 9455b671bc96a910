package dev.belay.jinja;

import dev.belay.jinja.value.BoundArguments;
import dev.belay.jinja.value.BoundedText;
import dev.belay.jinja.value.CodePoints;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.Needle;
import dev.belay.jinja.value.PythonText;
import dev.belay.jinja.value.Tuple;
import java.util.List;

/** Places of one string in another, counted in code points, and what stands there replaced. */
final class TextSearch {

  /** The part of a string that {@code start} and {@code end} leave. */
  private record Window(String text, int start, boolean valid) {

    static Window of(String text, BoundArguments a, int startIndex) {
      int length = CodePoints.length(text);
      int start = position(a.present(startIndex).isPresent() ? a.count(startIndex) : 0, length);
      int end =
          position(
              a.present(startIndex + 1).isPresent() ? a.count(startIndex + 1) : length, length);
      boolean valid = start <= Math.min(end, length);
      return new Window(
          valid ? CodePoints.substring(text, start, Math.min(end, length)) : "", start, valid);
    }

    private static int position(int index, int length) {
      return index < 0 ? (int) Math.max(0, (long) index + length) : index;
    }
  }

  private TextSearch() {}

  /** {@code str.find} and its kin; -1 when not found. */
  static long find(String text, BoundArguments a, boolean fromRight) {
    Window window = Window.of(text, a, 1);
    if (!window.valid()) {
      return -1;
    }
    String wanted = a.text(0);
    int i =
        fromRight
            ? Needle.backward(wanted).next(window.text(), window.text().length())
            : Needle.forward(wanted).next(window.text(), 0);
    return i < 0 ? -1 : window.start() + CodePoints.index(window.text(), i);
  }

  static long index(String text, BoundArguments a, boolean fromRight) {
    long found = find(text, a, fromRight);
    if (found < 0) {
      throw new JinjaException("substring not found");
    }
    return found;
  }

  static long count(String text, BoundArguments a) {
    Window window = Window.of(text, a, 1);
    String wanted = a.text(0);
    if (!window.valid()) {
      return 0;
    }
    if (wanted.isEmpty()) {
      return CodePoints.length(window.text()) + 1L;
    }
    long count = 0;
    Needle needle = Needle.forward(wanted);
    for (int i = needle.next(window.text(), 0);
        i >= 0;
        i = needle.next(window.text(), i + wanted.length())) {
      count++;
    }
    return count;
  }

  /** {@code str.startswith} and {@code str.endswith}, of one affix or any of a tuple. */
  static boolean hasAffix(RenderContext context, String text, BoundArguments a, boolean atEnd) {
    Window window = Window.of(text, a, 1);
    List<?> affixes = a.get(0) instanceof Tuple(List<Object> items) ? items : List.of(a.get(0));
    for (Object each : affixes) {
      if (!(each instanceof String affix)) {
        throw new JinjaException(
            "startswith and endswith take a str or a tuple of str, not "
                + PythonText.typeName(each));
      }
      context.budget().read(affix);
      boolean has =
          window.valid()
              && (atEnd ? window.text().endsWith(affix) : window.text().startsWith(affix));
      if (has) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@code str.replace}.
   *
   * @param count how many at most; all when negative
   */
  static String replace(RenderContext context, String text, String old, String with, int count) {
    int limit = count < 0 ? Integer.MAX_VALUE : count;
    BoundedText out = new BoundedText(context.budget());
    Needle needle = Needle.forward(old);
    int end = 0;
    int from = 0;
    for (int done = 0; done < limit; done++) {
      int i = needle.next(text, from);
      if (i < 0 || from > text.length()) {
        break;
      }
      out.append(text.substring(end, i)).append(with);
      context.budget().step();
      end = i + old.length();
      // The empty string is found before each character and at the end.
      from = old.isEmpty() ? next(text, i) : end;
    }
    return out.append(text.substring(end)).toString();
  }

  private static int next(String text, int i) {
    return i < text.length() ? i + Character.charCount(text.codePointAt(i)) : text.length() + 1;
  }
}
