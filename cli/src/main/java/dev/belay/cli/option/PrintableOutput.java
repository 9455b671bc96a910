package dev.belay.cli.option;

import dev.belay.core.error.Printable;
import java.io.PrintWriter;

/**
 * Standard output of a command. Texts of models and of strangers go there: what a terminal would
 * obey instead of showing comes out as blanks, whoever prints it.
 */
public final class PrintableOutput extends PrintWriter {

  private final PrintWriter exact;

  private PrintableOutput(PrintWriter exact) {
    super(exact, true);
    this.exact = exact;
  }

  /** What prints on {@code out} so. */
  public static PrintableOutput over(PrintWriter out) {
    return out instanceof PrintableOutput same ? same : new PrintableOutput(out);
  }

  /** The output below, for a command that promises a text as it is. */
  public static PrintWriter exact(PrintWriter out) {
    return out instanceof PrintableOutput over ? over.exact : out;
  }

  @Override
  public void write(int c) {
    super.write(Printable.isObeyed((char) c) ? ' ' : c);
  }

  @Override
  public void write(char[] text, int offset, int length) {
    write(new String(text, offset, length), 0, length);
  }

  @Override
  public void write(String text, int offset, int length) {
    // As long as the text itself: one character for each.
    super.write(Printable.of(text.substring(offset, offset + length)), 0, length);
  }
}
