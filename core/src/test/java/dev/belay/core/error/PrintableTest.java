package dev.belay.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void whatCannotBeSeenIsWrittenOut() {
    assertThat(Printable.visible("a\u001b[31mb\rc\td\u202ee\u200bf\u2028g\ud800"))
        .isEqualTo("a\\u001b[31mb\\u000dc\\u0009d\\u202ee\\u200bf\\u2028g\\ud800");
    assertThat(Printable.visible("two\nlines and é 東京 😀")).isEqualTo("two\nlines and é 東京 😀");
    assertThat(Printable.visible(new String(Character.toChars(0xE0041))))
        .as("letters that only a model sees")
        .isEqualTo("\\u{e0041}");
    assertThat(Printable.visible("\\u001b \\n"))
        .as("what a model writes itself is told from what was written out")
        .isEqualTo("\\\\u001b \\n");
  }

  @Test
  void whatATerminalObeysIsReplaced() {
    assertThat(Printable.of("a\u001b[31mb\u009bc\u007fd\u202ee\u2066f\r"))
        .isEqualTo("a [31mb c d e f ");
    assertThat(Printable.of("two\nlines\tand é 東京 😀")).isEqualTo("two\nlines\tand é 東京 😀");
  }
}
