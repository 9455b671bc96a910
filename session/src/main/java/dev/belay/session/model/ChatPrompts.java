package dev.belay.session.model;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.chat.ChatTemplate;
import dev.belay.core.chat.ChatTemplateKwargs;
import dev.belay.core.chat.Conversation;
import dev.belay.core.chat.TemplateSettings;
import dev.belay.core.chat.TemplateTime;
import dev.belay.core.data.Demonstration;
import dev.belay.core.data.Sample;
import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import dev.belay.core.model.LearnedSequence;
import dev.belay.core.model.ReasoningTrace;
import dev.belay.core.recipe.SftTokens;
import dev.belay.torch.chat.AssistantTurns;
import dev.belay.torch.chat.TemplateCheck;
import dev.belay.torch.chat.TurnEnd;
import dev.belay.torch.model.LanguageModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedSet;

/**
 * Turns a conversation into the token ids that the model sees, by its own chat template, and what
 * the assistant says in it into those that it learns or is scored on: the one way for rollouts,
 * training and evaluation.
 */
public final class ChatPrompts {

  private final LanguageModel model;
  private final TemplateSettings settings;
  private final TemplateTime time;
  private final Optional<Chat> chat;
  private final Optional<String> systemPrompt;
  private final SequencedSet<Integer> endIds;
  private final Optional<String> opened;

  /** A chat template, and how it ends turns. */
  private record Chat(String source, ChatTemplate template, TurnEnd end, AssistantTurns turns) {

    static Chat of(
        String source,
        TemplateTime time,
        TemplateSettings settings,
        LanguageModel model,
        SequencedSet<Integer> known) {
      ChatTemplate template = ChatTemplate.compile(source, time.clock());
      TurnEnd end =
          TurnEnd.of(template, model.specialTokens(), settings.kwargs(), model.tokenizer(), known);
      return new Chat(
          source,
          template,
          end,
          new AssistantTurns(model.tokenizer(), end, otherwise(model, known)));
    }
  }

  private ChatPrompts(
      LanguageModel model,
      Optional<String> source,
      Optional<String> systemPrompt,
      TemplateSettings settings,
      SequencedSet<Integer> known) {
    this.model = model;
    this.settings = settings;
    this.time = settings.time().orElseGet(TemplateTime::ofThisProcess);
    this.chat = source.map(one -> Chat.of(one, time, settings, model, known));
    this.systemPrompt = systemPrompt;
    this.endIds = new LinkedHashSet<>(known);
    chat.ifPresent(one -> endIds.add(one.turns().endId()));
    this.opened =
        chat.flatMap(
            one ->
                ReasoningTrace.openedBy(
                    render(one, systemPrompt, List.of(ChatMessage.user("Hello")))));
  }

  /** The prompts of a model whose template is used as it is. */
  public static ChatPrompts of(LanguageModel model, Optional<String> systemPrompt) {
    return of(model, systemPrompt, TemplateSettings.PLAIN);
  }

  /**
   * The prompts of a model.
   *
   * @param systemPrompt content of a system message put first; empty leaves it to the template
   * @throws BadInputException if the model has no such chat template, nothing that could end a
   *     completion, or its template knows no variable that is given
   */
  public static ChatPrompts of(
      LanguageModel model, Optional<String> systemPrompt, TemplateSettings settings) {
    return of(model, systemPrompt, settings, false);
  }

  /**
   * The same for conversations with tools, which some models have a template of their own for.
   *
   * @param tools whether the conversations have tools
   */
  public static ChatPrompts of(
      LanguageModel model,
      Optional<String> systemPrompt,
      TemplateSettings settings,
      boolean tools) {
    String source =
        model.chatTemplates().select(settings.name(), tools).orElseThrow(() -> missing(model, ""));
    return of(model, Optional.of(source), systemPrompt, settings);
  }

  /**
   * The prompts of a model that may be asked nothing but texts, for which it needs no template.
   *
   * @param conversations what asks conversations, in words; with none the model may lack a template
   * @throws BadInputException if it lacks one and something asks conversations, saying what
   */
  static ChatPrompts of(
      LanguageModel model,
      Optional<String> systemPrompt,
      TemplateSettings settings,
      List<String> conversations) {
    Optional<String> source = model.chatTemplates().select(settings.name(), false);
    if (source.isEmpty() && !conversations.isEmpty()) {
      throw missing(
          model,
          " Conversations are asked by %s; texts alone need none (fewshot: { as: text })."
              .formatted(String.join(", ", conversations)));
    }
    return of(model, source, systemPrompt, settings);
  }

  private static BadInputException missing(LanguageModel model, String why) {
    return new BadInputException(
        model.directory()
            + ": the model has no chat template (neither chat_template.jinja nor chat_template in"
            + " tokenizer_config.json), so prompts cannot be rendered. Use the instruct variant,"
            + " or add its template."
            + why);
  }

  private static ChatPrompts of(
      LanguageModel model,
      Optional<String> source,
      Optional<String> systemPrompt,
      TemplateSettings settings) {
    requireKnown(model, source, settings.kwargs());
    SequencedSet<Integer> known = model.eosTokenIds();
    if (known.isEmpty()) {
      throw new BadInputException(
          model.directory()
              + ": neither generation_config.json nor config.json names an eos_token_id, the"
              + " tokenizer no eos_token, and the chat template ends a turn with no token, so no"
              + " completion could end. Add it.");
    }
    return new ChatPrompts(model, source, systemPrompt, settings, known);
  }

  /** A variable that a template never reads would be given in vain. */
  private static void requireKnown(
      LanguageModel model, Optional<String> source, ChatTemplateKwargs kwargs) {
    Collection<String> unknown = kwargs.unknownTo(ChatTemplate.compile(source.orElse("")));
    if (!unknown.isEmpty()) {
      throw new BadInputException(
          "chat_template_kwargs: the chat template of %s has no variable %s, so it would change"
                  .formatted(model.directory(), String.join(", ", unknown))
              + " nothing. Leave it out, or look into the template for its name.");
    }
  }

  /** What ends a completion where the template ends a turn with no token of its own. */
  private static int otherwise(LanguageModel model, SequencedSet<Integer> known) {
    OptionalInt named = model.namedEnd();
    return named.isPresent() && known.contains(named.getAsInt())
        ? named.getAsInt()
        : known.getFirst();
  }

  /** Token ids of a prompt that asks for {@code userText}, ready to be completed. */
  public int[] prompt(String userText) {
    return prompt(ChatInput.user(userText));
  }

  /** Token ids of what a sample asks, with all turns that come before, ready to be completed. */
  public int[] prompt(Sample sample) {
    return prompt(sample.input());
  }

  /**
   * Token ids of a conversation, ready to be completed after its prefill; of a raw text those that
   * the tokenizer makes of a text of its own.
   */
  public int[] prompt(ChatInput input) {
    return input.isRaw()
        ? model.tokenizer().encodeWhole(input.lastText() + input.prefill())
        : encode(opening(input) + input.prefill());
  }

  /**
   * Token ids of a conversation with whatever it has, ready to be completed.
   *
   * @throws BadInputException if the template would leave something of it out
   */
  public int[] prompt(Conversation conversation) {
    Chat template = chat();
    Collection<String> unread = conversation.unreadBy(template.template());
    if (!unread.isEmpty()) {
      throw new BadInputException(
          "the chat template of %s never reads %s, so the model would not see it. Leave it out, or use a model whose template does."
              .formatted(model.directory(), String.join(", ", unread)));
    }
    Conversation whole = systemPrompt.map(conversation::withSystem).orElse(conversation);
    return encode(
        template
            .template()
            .render(whole.with(settings.kwargs()), true, model.specialTokens())
            .text());
  }

  private String opening(ChatInput input) {
    return switch (input.systemPrompt()) {
      case KEPT -> opening(input.turns());
      case REMOVED ->
          withoutSystemPrompt(
              input.turns().stream().filter(turn -> !turn.role().equals("system")).toList());
    };
  }

  /**
   * Some templates put a system prompt of their own in when there is none, and only an empty one
   * keeps it out; others write an empty one where nothing would do, or refuse it. The shorter text
   * has less of it.
   */
  private String withoutSystemPrompt(List<ChatMessage> turns) {
    String absent = render(Optional.empty(), turns);
    try {
      String empty = render(Optional.of(""), turns);
      return empty.length() < absent.length() ? empty : absent;
    } catch (BadInputException e) {
      return absent; // The template takes no system message.
    }
  }

  /** Token ids of a demonstration's conversation. */
  public LearnedSequence demonstration(Demonstration demonstration, SftTokens learned) {
    return new ConversationTokens(this).of(demonstration, learned);
  }

  /** The text of a conversation up to where the assistant is to speak. */
  String opening(List<ChatMessage> messages) {
    return render(systemPromptOf(messages), messages);
  }

  /** A conversation that brings its own system message gets no other. */
  private Optional<String> systemPromptOf(List<ChatMessage> messages) {
    return messages.getFirst().role().equals("system") ? Optional.empty() : systemPrompt;
  }

  /** Token ids of a text of the template. */
  int[] encode(String text) {
    int[] tokens = model.tokenizer().encode(text);
    if (tokens.length == 0) {
      throw new BadInputException(
          model.directory()
              + ": the chat template makes an empty prompt, which no model can continue; look into"
              + " chat_template.jinja, or chat_template in tokenizer_config.json.");
    }
    return tokens;
  }

  private Chat chat() {
    return chat.orElseThrow(() -> missing(model, ""));
  }

  private String render(Optional<String> system, List<ChatMessage> turns) {
    return render(chat(), system, turns);
  }

  private String render(Chat chat, Optional<String> system, List<ChatMessage> turns) {
    return render(chat, system, turns, true);
  }

  private String render(
      Chat chat, Optional<String> system, List<ChatMessage> turns, boolean toBeAnswered) {
    List<ChatMessage> messages = new ArrayList<>();
    system.ifPresent(content -> messages.add(ChatMessage.system(content)));
    messages.addAll(turns);
    Conversation conversation = Conversation.of(messages).with(settings.kwargs());
    return chat.template().render(conversation, toBeAnswered, model.specialTokens()).text();
  }

  /**
   * What the template makes of the assistant's next message: its text with the end of the turn.
   *
   * @param before the conversation before it
   * @param opening the same as text
   */
  String turn(List<ChatMessage> before, String opening, String message) {
    List<ChatMessage> all = new ArrayList<>(before);
    all.add(ChatMessage.assistant(message));
    try {
      String whole = render(chat(), systemPromptOf(before), all, false);
      return turns().text(opening, whole, message);
    } catch (BadInputException e) {
      return turns().verbatim(message); // The template takes no such message.
    }
  }

  /** How the template ends turns. */
  AssistantTurns turns() {
    return chat().turns();
  }

  /** Token ids of a whole completion of a prompt: those that both together have, with the end. */
  public int[] completion(ChatInput input, String text) {
    String opening = opening(input);
    return turns().ids(opening, turn(input.turns(), opening, text));
  }

  /** Token ids of a text with which the completion of a prompt begins. */
  public int[] beginning(String userText, String text) {
    return turns().following(opening(ChatInput.user(userText)), text);
  }

  /** Ids of which each ends a completion; among them what the template ends a turn with. */
  public SequencedSet<Integer> endIds() {
    return endIds;
  }

  /** The id that ends a completion which is learned. */
  public int endId() {
    return turns().endId();
  }

  /** What is odd about template and tokenizer together, in words; most often nothing. */
  public List<String> warnings() {
    return chat.map(
            one ->
                TemplateCheck.warnings(
                    model.directory().toString(),
                    one.template(),
                    model.specialTokens(),
                    model.tokenizer(),
                    one.end(),
                    one.turns().endId()))
        .orElse(List.of());
  }

  /** Further variables of the template. */
  public ChatTemplateKwargs kwargs() {
    return settings.kwargs();
  }

  /** The marker of a trace that prompts end with; completions then begin inside the trace. */
  public Optional<String> opensReasoning() {
    return opened;
  }

  /** SHA-256 of the template's source, for provenance; empty without one. */
  public Optional<String> templateHash() {
    return chat.map(one -> Sha256.of(one.source()));
  }

  /** The time that stands in the prompts; empty where the template reads no clock. */
  public Optional<TemplateTime> time() {
    return chat.map(Chat::source).filter(one -> one.contains("strftime_now")).map(_ -> time);
  }
}
