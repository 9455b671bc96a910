package dev.belay.core.chat;

import java.util.List;

/**
 * A conversation as the model sees it.
 *
 * @param assistantSpans the parts inside the template's {@code generation} blocks, in the order
 *     rendered: what the assistant said. Empty for a template without such blocks
 */
public record RenderedChat(String text, List<Span> assistantSpans) {

  /** From {@code start} up to {@code end}, in UTF-16 units of the text. */
  public record Span(int start, int end) {}

  public RenderedChat {
    assistantSpans = List.copyOf(assistantSpans);
  }
}
