package dev.belay.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTest {

  @Test
  void textAndAttributesAreEscaped() {
    String page =
        new Html().element("p", "</p><script>&\u202e", "title", "\"><img src=x onerror=1>").page();
    assertThat(page)
        .isEqualTo(
            "<p title=\"&quot;&gt;&lt;img src=x"
                + " onerror=1&gt;\">&lt;/p&gt;&lt;script&gt;&amp;⟨U+202E⟩</p>");
  }

  @Test
  void anElementLeftOpenIsNoPage() {
    assertThatThrownBy(() -> new Html().open("div").page())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("div");
  }

  @Test
  void aScriptThatWouldEndItselfIsRefused() {
    assertThatThrownBy(() -> new Html().raw("script", "'</ScRiPt>'"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Html().raw("script", "'<!--'"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tablesNameTheirColumnsAndRows() {
    String page = new Html().table("T", List.of("a", "b"), List.of(List.of("x", "1"))).page();
    assertThat(page)
        .contains("<caption>T</caption>")
        .contains("<th scope=\"col\">a</th>")
        .contains("<tr><th scope=\"row\">x</th><td>1</td></tr>");
  }
}
