package dev.belay.core.chat;

import dev.belay.core.error.BadInputException;
import dev.belay.jinja.JinjaTemplate;
import dev.belay.jinja.RenderedText;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.Limits;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chat template: the Jinja program that a model's files carry, which turns messages into the text
 * that the model was trained on.
 *
 * <p>Renders byte for byte what {@code transformers} renders. Templates and messages may come from
 * anywhere: a template sees plain data only, cannot change it, and is stopped when it uses more
 * than {@link Limits}; text of messages is never interpreted. Safe to share between threads.
 */
public final class ChatTemplate {

  private final JinjaTemplate template;
  private final Clock clock;

  private ChatTemplate(JinjaTemplate template, Clock clock) {
    this.template = template;
    this.clock = clock;
  }

  /**
   * Reads a template, which sees the time of this machine.
   *
   * @throws BadInputException with the line of what is wrong in it
   */
  public static ChatTemplate compile(String source) {
    return compile(source, Clock.system(ZoneId.systemDefault()));
  }

  /** As {@link #compile(String)}; the clock is what {@code strftime_now} reads. */
  public static ChatTemplate compile(String source, Clock clock) {
    try {
      return new ChatTemplate(JinjaTemplate.parse(source), clock);
    } catch (JinjaException e) {
      throw badTemplate(e);
    }
  }

  /**
   * Renders the messages of a conversation.
   *
   * @param addGenerationPrompt whether the text ends where the assistant's completion begins
   * @param specialTokens the tokenizer's {@code bos_token} and so on, as text by key
   * @throws BadInputException when the template refuses the conversation, with its line
   */
  public RenderedChat render(
      List<ChatMessage> messages, boolean addGenerationPrompt, Map<String, String> specialTokens) {
    return render(Conversation.of(messages), addGenerationPrompt, specialTokens);
  }

  /** As {@link #render(List, boolean, Map)}, with tools and whatever else a template takes. */
  public RenderedChat render(
      Conversation conversation, boolean addGenerationPrompt, Map<String, String> specialTokens) {
    return render(conversation.templateVariables(addGenerationPrompt, specialTokens));
  }

  /**
   * Renders the template with exactly these variables.
   *
   * @param variables plain data: null, Boolean, numbers, String, List and Map of such
   */
  public RenderedChat render(Map<String, ? extends @Nullable Object> variables) {
    try {
      RenderedText rendered = template.render(variables, Limits.DEFAULT, clock);
      return new RenderedChat(
          rendered.text(),
          rendered.generated().stream()
              .map(span -> new RenderedChat.Span(span.start(), span.end()))
              .toList());
    } catch (JinjaException e) {
      throw badTemplate(e);
    }
  }

  /** Whether it reads a variable anywhere. */
  boolean readsVariable(String name) {
    return template.names().variables().contains(name);
  }

  /** Whether it may read a key of a message: it names it as an attribute or in a text. */
  boolean readsKey(String name) {
    return template.names().keys().contains(name);
  }

  private static BadInputException badTemplate(JinjaException e) {
    String place = e.line() > 0 ? "The chat template, line " + e.line() : "The chat template";
    return new BadInputException(place + ": " + e.problem(), e);
  }
}
