package dev.belay.cli.model;

import dev.belay.cli.option.ChatTemplateOption;
import dev.belay.cli.option.PrintableOutput;
import dev.belay.core.chat.ChatJson;
import dev.belay.core.chat.ChatTemplate;
import dev.belay.core.chat.Conversation;
import dev.belay.core.chat.RenderedChat;
import dev.belay.core.chat.TemplateSettings;
import dev.belay.core.chat.TemplateTime;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.text.TextFile;
import dev.belay.torch.model.LanguageModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code belay model render}: what a model sees of a conversation. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    description = {
      "Prints exactly what a model sees of a conversation: the text that its chat template makes,"
          + " nothing added.",
      "",
      "MESSAGES.json is a list of messages, or {\"messages\": [...], \"tools\": [...], ...} whose"
          + " further keys become variables of the template."
    })
final class RenderCommand implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets these before call().
  private ModelCommand parent;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(paramLabel = "MESSAGES.json", description = "the conversation")
  @SuppressWarnings("NullAway.Init")
  private Path messages;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "a name, a directory, a .gguf file or a hub id; fetched if it is not here")
  private @Nullable String model;

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description = "a chat template to use instead of the model's; needs no model")
  private @Nullable Path template;

  @Mixin private final ChatTemplateOption chosen = new ChatTemplateOption();

  @Option(
      names = "--add-generation-prompt",
      description = "ends the text where the assistant's completion begins")
  private boolean addGenerationPrompt;

  @Option(
      names = "--tokens",
      description = "prints a line for each token instead: its id, a tab and its text, escaped")
  private boolean tokens;

  @Option(
      names = "--json",
      description = "prints JSON: text, assistant_spans, and with a model token_ids")
  private boolean json;

  @Override
  public Integer call() {
    requireSource();
    Conversation conversation = ChatJson.read(messages);
    if (model == null) {
      print(render(conversation, templateFile().orElseThrow(), Map.of()), Optional.empty());
      return 0;
    }
    try (LanguageModel opened = LanguageModel.open(parent.store().resolve(model))) {
      TemplateSettings settings = chosen.settings();
      String source =
          templateFile()
              .or(() -> opened.chatTemplates().select(settings.name(), conversation.hasTools()))
              .orElseThrow(() -> without(opened));
      print(render(conversation, source, opened.specialTokens()), Optional.of(opened));
      if (tokens) {
        opened.warnings().forEach(parent.progress()::warn);
      }
    }
    return 0;
  }

  private void requireSource() {
    if (model == null && template == null) {
      throw new BadInputException(
          "Which template? Give --model MODEL, or --template FILE for a bare template.");
    }
    if (template != null && chosen.settings().name().isPresent()) {
      throw new BadInputException(
          "--template gives a template and --chat-template chooses one of the model's; give one of"
              + " the two.");
    }
    if (model == null && tokens) {
      throw new BadInputException("--tokens needs a tokenizer: give --model MODEL too.");
    }
  }

  private Optional<String> templateFile() {
    if (template == null) {
      return Optional.empty();
    }
    return Optional.of(TextFile.read(template));
  }

  private static BadInputException without(LanguageModel model) {
    return new BadInputException(
        model.directory()
            + ": the model has no chat template (neither chat_template.jinja nor chat_template in"
            + " tokenizer_config.json). Give one with --template FILE, or use the model's"
            + " instruct variant.");
  }

  private RenderedChat render(
      Conversation conversation, String source, Map<String, String> specialTokens) {
    TemplateSettings settings = chosen.settings();
    TemplateTime time = settings.time().orElseGet(TemplateTime::ofThisProcess);
    return ChatTemplate.compile(source, time.clock())
        .render(conversation.with(settings.kwargs()), addGenerationPrompt, specialTokens);
  }

  private void print(RenderedChat rendered, Optional<LanguageModel> opened) {
    // "Exactly what a model sees": a pipe or a file must have each byte of it.
    PrintWriter out = PrintableOutput.exact(spec.commandLine().getOut());
    int[] ids =
        (tokens || json) && opened.isPresent()
            ? opened.get().tokenizer().encode(rendered.text())
            : new int[0];
    if (json) {
      out.println(Json.pretty(facts(rendered, ids, opened.isPresent())));
    } else if (tokens) {
      for (int id : ids) {
        out.println(id + "\t" + TokenPiece.escaped(piece(opened.orElseThrow(), id)));
      }
    } else {
      out.print(rendered.text());
    }
    out.flush();
  }

  private static String piece(LanguageModel model, int id) {
    return model.tokenizer().decodeWithSpecialTokens(new int[] {id});
  }

  private static Map<String, Object> facts(RenderedChat rendered, int[] ids, boolean withIds) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("text", rendered.text());
    facts.put(
        "assistant_spans",
        rendered.assistantSpans().stream().map(span -> List.of(span.start(), span.end())).toList());
    if (withIds) {
      facts.put("token_ids", ids);
    }
    return facts;
  }
}
