package dev.belay.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {

  @Test
  void whatNobodySeesStandsAsItsCode() {
    assertThat(VisibleText.of("a\u202eb\u0007c\u200bd\u2028e\ud800f"))
        .isEqualTo("a⟨U+202E⟩b⟨U+0007⟩c⟨U+200B⟩d⟨U+2028⟩e⟨U+D800⟩f");
  }

  @Test
  void tagsBeyondTheFirstPlaneDoToo() {
    assertThat(VisibleText.of("\udb40\udc41")).isEqualTo("⟨U+E0041⟩");
  }

  @Test
  void ordinaryTextLineFeedsTabsAndEmojiStay() {
    String text = "é\n\t中 \ud83d\udc69\u200d\ud83d\udcbb <b>";
    assertThat(VisibleText.of(text)).isEqualTo(text);
  }
}
