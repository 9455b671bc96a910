package dev.belay.cli.option;

import dev.belay.core.chat.ChatTemplateKwargs;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Further variables of the chat template. */
public final class ChatTemplateOption {
  private static final String NAME = "--chat-template-kwargs";

  @Option(
      names = NAME,
      paramLabel = "JSON|KEY=VALUE",
      description =
          "further variables of the chat template, such as enable_thinking=false; repeatable")
  private List<String> given = new ArrayList<>();

  /** What was given. */
  public ChatTemplateKwargs kwargs() {
    return ChatTemplateKwargs.parse(given, NAME);
  }
}
