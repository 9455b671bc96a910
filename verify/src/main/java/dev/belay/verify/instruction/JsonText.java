package dev.belay.verify.instruction;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Whether a text is JSON as Python's {@code json.loads} reads it: {@code NaN} and {@code Infinity}
 * are numbers, and whole numbers end at 4300 digits. Nesting costs no stack.
 */
final class JsonText {

  private static final List<String> CONSTANTS =
      List.of("true", "false", "null", "NaN", "Infinity", "-Infinity");
  private static final int MAX_DIGITS = 4300;
  private static final String ESCAPES = "\"\\/bfnrt";

  private final String text;
  private final Deque<Character> open = new ArrayDeque<>();
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  static boolean isValid(String text) {
    JsonText json = new JsonText(text);
    json.skipSpace();
    boolean more = true;
    while (more) {
      if (!json.value()) {
        return false;
      }
      more = json.goOn();
    }
    return json.open.isEmpty() && json.at == text.length();
  }

  /** Reads a scalar, an empty container, or the beginning of a container up to its first value. */
  private boolean value() {
    while (take('{') || take('[')) {
      char bracket = text.charAt(at - 1);
      skipSpace();
      if (take(closing(bracket))) {
        return true;
      }
      open.push(bracket);
      if (bracket == '{' && !key()) {
        return false;
      }
    }
    return string() || constant() || number();
  }

  /** Closes containers, and stands before the next value if there is one. */
  private boolean goOn() {
    skipSpace();
    while (!open.isEmpty()) {
      char bracket = open.element();
      if (take(closing(bracket))) {
        open.pop();
      } else {
        boolean comma = take(',');
        skipSpace();
        return comma && (bracket == '[' || key());
      }
      skipSpace();
    }
    return false;
  }

  private boolean key() {
    if (!string()) {
      return false;
    }
    skipSpace();
    boolean colon = take(':');
    skipSpace();
    return colon;
  }

  private boolean constant() {
    for (String constant : CONSTANTS) {
      if (text.startsWith(constant, at)) {
        at += constant.length();
        return true;
      }
    }
    return false;
  }

  private boolean number() {
    take('-');
    int from = at;
    int digits = take('0') ? 1 : digits();
    if (digits == 0) {
      return false;
    }
    boolean fraction = fraction();
    boolean exponent = exponent();
    return fraction || exponent || at - from <= MAX_DIGITS;
  }

  private boolean fraction() {
    int before = at;
    boolean found = take('.') && digits() > 0;
    at = found ? at : before;
    return found;
  }

  private boolean exponent() {
    int before = at;
    boolean mark = take('e') || take('E');
    boolean sign = mark && (take('+') || take('-'));
    boolean found = (mark || sign) && digits() > 0;
    at = found ? at : before;
    return found;
  }

  private int digits() {
    int from = at;
    at = PythonText.skip(text, at, c -> c >= '0' && c <= '9');
    return at - from;
  }

  private boolean string() {
    if (!take('"')) {
      return false;
    }
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return true;
      }
      if (c < ' ' || (c == '\\' && !escape())) {
        return false;
      }
    }
    return false;
  }

  private boolean escape() {
    if (take('u')) {
      int end = PythonText.skip(text, at, c -> Character.digit(c, 16) >= 0 && c < 0x80);
      boolean four = end - at >= 4;
      at += 4;
      return four;
    }
    return at < text.length() && ESCAPES.indexOf(text.charAt(at++)) >= 0;
  }

  private boolean take(char wanted) {
    boolean found = at < text.length() && text.charAt(at) == wanted;
    at += found ? 1 : 0;
    return found;
  }

  private void skipSpace() {
    at = PythonText.skip(text, at, c -> c == ' ' || c == '\t' || c == '\n' || c == '\r');
  }

  private static char closing(char bracket) {
    return bracket == '{' ? '}' : ']';
  }
}
