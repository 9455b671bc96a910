package dev.belay.report;

import java.util.List;

/** What a completion may hold that a page must not obey. */
final class HostileTexts {

  static final List<String> ALL =
      List.of(
          "<script>globalThis.injected = 1</script>",
          "</script><script>globalThis.injected = 2</script>",
          "<!-- <script> globalThis.injected = 3",
          "]]></textarea><img src=x onerror=\"globalThis.injected=4\">",
          "<b onclick=\"globalThis.injected=5\">press</b><iframe"
              + " src=\"https://example.org\"></iframe>",
          "javascript:globalThis.injected=6",
          "&lt;script&gt;globalThis.injected=7&amp;&#x3c;",
          "\u0000\u0001\u0008\u001b[31mred\u007f\u0085\ufeff",
          "\u202egnihtemos\u202c \u2066isolated\u2069 \u200f\u200e\u061c",
          "lone \ud800 and \udc00, joined \ud83d\ude00, tags \udb40\udc41\udb40\udc42",
          "lines\u2028and\u2029paragraphs\r\nand\rreturns",
          "x".repeat(1 << 20),
          "<".repeat(50_000),
          "\ud83d\ude00".repeat(60_000),
          "a\u0301\u0302".repeat(2_000),
          "${globalThis.injected=8} {{injected}} `injected` \\u003cscript>",
          "-->\"'`;</style></title></noscript><plaintext>",
          "السلام عليكم and שלום",
          "");

  private HostileTexts() {}
}
