package dev.belay.jinja;

import java.util.List;

/**
 * What a template makes.
 *
 * @param generated the parts inside {@code generation} blocks
 */
public record RenderedText(String text, List<Span> generated) {

  /** From {@code start} up to {@code end}, in UTF-16 units of the text. */
  public record Span(int start, int end) {}

  public RenderedText {
    generated = List.copyOf(generated);
  }
}
