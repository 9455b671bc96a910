package dev.belay.cli.option;

import dev.belay.core.chat.ChatTemplateKwargs;
import dev.belay.core.chat.TemplateSettings;
import dev.belay.core.chat.TemplateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which chat template, with which further variables, at what time. */
public final class ChatTemplateOption {

  private static final String NAME = "--chat-template-kwargs";
  private static final String TIME = "--template-time";

  @Option(
      names = NAME,
      paramLabel = "JSON|KEY=VALUE",
      description =
          "further variables of the chat template, such as enable_thinking=false; repeatable")
  private List<String> given = new ArrayList<>();

  @Option(
      names = "--chat-template",
      paramLabel = "NAME",
      description =
          "which of the model's chat templates (default: the one for tools where there are tools,"
              + " else the default)")
  private @Nullable String template;

  @Option(
      names = TIME,
      paramLabel = "DATE",
      description = "what a template that writes the date reads (default: now)")
  private @Nullable String time;

  /** Further variables alone. */
  public ChatTemplateKwargs kwargs() {
    return ChatTemplateKwargs.parse(given, NAME);
  }

  /** All that was given. */
  public TemplateSettings settings() {
    return new TemplateSettings(
        Optional.ofNullable(template),
        kwargs(),
        Optional.ofNullable(time).map(text -> TemplateTime.parse(text, TIME)));
  }
}
