package dev.belay.core.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.belay.core.error.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Escapes what a terminal would obey, beside what JSON demands: whoever looks at a file or at a
 * command's output must not have the text of a model or of a stranger move the cursor or turn the
 * direction of writing. A parser reads the same text.
 */
final class TerminalEscapes extends CharacterEscapes {

  private static final long serialVersionUID = 1L;
  private static final int DELETE = 0x7F;

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = standardAsciiEscapesForJSON();
    codes[DELETE] = ESCAPE_STANDARD;
    return codes;
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int c) {
    boolean isObeyed = Printable.isObeyed((char) c);
    return isObeyed ? new SerializedString("\\u%04x".formatted(c)) : null;
  }
}
