package dev.belay.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void whatATerminalObeysIsReplaced() {
    assertThat(Printable.of("a\u001b[31mb\u009bc\u007fd\u202ee\u2066f\r"))
        .isEqualTo("a [31mb c d e f ");
    assertThat(Printable.of("two\nlines\tand é 東京 😀")).isEqualTo("two\nlines\tand é 東京 😀");
  }
}
