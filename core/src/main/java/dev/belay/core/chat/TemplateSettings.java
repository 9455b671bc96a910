package dev.belay.core.chat;

import java.util.Optional;

/**
 * How a model's chat template is used.
 *
 * @param name which of several templates; empty leaves it to the conversation: the one for tools
 *     where there are tools, else the default
 * @param kwargs further variables
 * @param time what {@code strftime_now} reads; empty is when the process began
 */
public record TemplateSettings(
    Optional<String> name, ChatTemplateKwargs kwargs, Optional<TemplateTime> time) {

  /** Whatever the model's files say. */
  public static final TemplateSettings PLAIN = of(ChatTemplateKwargs.NONE);

  /** These variables, and else whatever the model's files say. */
  public static TemplateSettings of(ChatTemplateKwargs kwargs) {
    return new TemplateSettings(Optional.empty(), kwargs, Optional.empty());
  }

  /** The same, at a time that was kept unless one is set. */
  public TemplateSettings at(Optional<TemplateTime> kept) {
    return new TemplateSettings(name, kwargs, time.or(() -> kept));
  }
}
