package dev.belay.report.page;

/**
 * Text of strangers with what cannot be seen made visible: control characters, marks that turn the
 * direction of writing, invisible characters and halves of surrogate pairs become their code, such
 * as {@code ⟨U+202E⟩}. Line feeds and tabs stay.
 */
public final class VisibleText {

  private VisibleText() {}

  /** The text, fit to be shown. */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (isInvisible(c)) {
        shown.append("\u27e8U+%04X\u27e9".formatted(c));
      } else {
        shown.appendCodePoint(c);
      }
      i += Character.charCount(c);
    }
    return shown.toString();
  }

  /** Whether a reader would not see it, or would see something else because of it. */
  static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\n' && c != '\t';
      // The joiner makes emoji and Indic letters; alone it shows nothing and moves nothing.
      case Character.FORMAT -> c != 0x200D;
      case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }
}
