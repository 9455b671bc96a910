package dev.belay.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PrintableOutputTest {

  private final StringWriter written = new StringWriter();
  private final PrintableOutput out = PrintableOutput.over(new PrintWriter(written));

  @Test
  void whatATerminalWouldObeyIsBlankHoweverItIsPrinted() {
    out.print("a\u001b[31m\u009b");
    out.print('\u202e');
    out.print(new char[] {'b', '\u007f'});
    out.append("\u2066c", 0, 2).append('\r').write(7);
    out.printf("%s|%n", "\u200f");
    out.println((Object) "\u061cd");
    assertThat(written.toString()).isEqualTo("a [31m  b  c   |\n d\n".formatted());
  }

  @Test
  void otherTextStaysAsItIs() {
    String text = "two\nlines\tand é 東京 😀 \ud83d";
    out.print(text);
    out.print('\ud83d');
    out.println('\ude00');
    assertThat(written.toString()).isEqualTo(text + "😀" + System.lineSeparator());
  }

  @Test
  void whoPromisesATextGetsTheOutputItself() {
    assertThat(PrintableOutput.over(out)).isSameAs(out);
    PrintableOutput.exact(out).print("\u001b");
    PrintWriter plain = new PrintWriter(written);
    PrintableOutput.exact(plain).print("\u202e");
    out.flush();
    plain.flush();
    assertThat(written.toString()).isEqualTo("\u001b\u202e");
  }
}
