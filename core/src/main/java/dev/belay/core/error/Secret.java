package dev.belay.core.error;

/** A key or token, to be found and hidden wherever a stranger repeats it. */
public final class Secret {

  /** So many first characters give the secret away: a text may have been cut inside it. */
  private static final int LONG = 8;

  private final String value;
  private final String mark;

  /**
   * A secret.
   *
   * @param value without blanks; not empty
   * @param mark what is shown instead
   */
  public Secret(String value, String mark) {
    this.value = value;
    this.mark = mark;
  }

  /**
   * The text with the mark for the secret and for its long beginnings, also where blanks, line
   * breaks or other characters without a shape were put between its characters.
   */
  public String hiddenIn(String text) {
    StringBuilder hidden = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); ) {
      int end = endOf(text, at);
      if (end > at) {
        hidden.append(mark);
        at = end;
      } else {
        hidden.append(text.charAt(at++));
      }
    }
    return hidden.toString();
  }

  /** Where the secret that begins at {@code start} ends; {@code start} if none begins there. */
  private int endOf(String text, int start) {
    int found = 0;
    int end = start;
    for (int at = start; at < text.length() && found < value.length(); at++) {
      char c = text.charAt(at);
      if (c == value.charAt(found)) {
        found++;
        end = at + 1;
      } else if (found == 0 || !hasNoShape(c)) {
        break;
      }
    }
    return found >= Math.min(LONG, value.length()) ? end : start;
  }

  private static boolean hasNoShape(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }

  /** The mark. */
  @Override
  public String toString() {
    return mark;
  }
}
