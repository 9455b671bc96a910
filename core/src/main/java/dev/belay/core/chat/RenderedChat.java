package dev.belay.core.chat;

import dev.belay.jinja.RenderedText;
import java.util.List;

/**
 * A conversation as the model sees it.
 *
 * @param assistantSpans the parts inside the template's {@code generation} blocks, in the order
 *     rendered: what the assistant said. Empty for a template without such blocks
 */
public record RenderedChat(String text, List<RenderedText.Span> assistantSpans) {

  public RenderedChat {
    assistantSpans = List.copyOf(assistantSpans);
  }
}
