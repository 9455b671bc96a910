package dev.belay.session.model;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.chat.ChatTemplate;
import dev.belay.core.chat.ChatTemplateKwargs;
import dev.belay.core.chat.Conversation;
import dev.belay.core.data.Demonstration;
import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import dev.belay.core.model.LearnedSequence;
import dev.belay.core.model.ReasoningTrace;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.recipe.SftTokens;
import dev.belay.torch.model.LanguageModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Turns a user's turn into the token ids that the model sees, by its own chat template: the one way
 * for rollouts, training and evaluation.
 */
public final class ChatPrompts {

  private final LanguageModel model;
  private final ChatTemplate template;
  private final String templateHash;
  private final Optional<String> systemPrompt;
  private final int endOfTurn;
  private final ChatTemplateKwargs kwargs;
  private final Optional<String> opened;

  private ChatPrompts(
      LanguageModel model,
      String templateSource,
      int endOfTurn,
      Optional<String> systemPrompt,
      ChatTemplateKwargs kwargs) {
    this.kwargs = kwargs;
    this.model = model;
    this.template = ChatTemplate.compile(templateSource);
    this.templateHash = Sha256.of(templateSource);
    this.endOfTurn = endOfTurn;
    this.systemPrompt = systemPrompt;
    this.opened = ReasoningTrace.openedBy(render(systemPrompt, List.of(ChatMessage.user("Hello"))));
  }

  /** The prompts of a model whose template gets no further variables. */
  public static ChatPrompts of(LanguageModel model, Optional<String> systemPrompt) {
    return of(model, systemPrompt, ChatTemplateKwargs.NONE);
  }

  /**
   * The prompts of a model.
   *
   * @param systemPrompt content of a system message put first; empty leaves it to the template
   * @param kwargs further variables of the template
   * @throws BadInputException if the model has no chat template or no end-of-sequence id, or its
   *     template knows no such variable
   */
  public static ChatPrompts of(
      LanguageModel model, Optional<String> systemPrompt, ChatTemplateKwargs kwargs) {
    String source =
        model
            .chatTemplate()
            .orElseThrow(
                () ->
                    new BadInputException(
                        model.directory()
                            + ": the model has no chat template (neither chat_template.jinja nor"
                            + " chat_template in tokenizer_config.json), so prompts cannot be"
                            + " rendered. Use the instruct variant, or add its template."));
    if (model.eosTokenIds().isEmpty()) {
      throw new BadInputException(
          model.directory()
              + ": neither generation_config.json nor config.json names an eos_token_id, so no"
              + " completion could end. Add it.");
    }
    requireKnown(model, source, kwargs);
    return new ChatPrompts(model, source, endOfTurn(model, source), systemPrompt, kwargs);
  }

  /** A variable that a template never names would be given in vain. */
  public static void requireKnown(LanguageModel model, String source, ChatTemplateKwargs kwargs) {
    Collection<String> unknown = kwargs.unknownTo(source);
    if (!unknown.isEmpty()) {
      throw new BadInputException(
          "chat_template_kwargs: the chat template of %s has no variable %s, so it would change"
                  .formatted(model.directory(), String.join(", ", unknown))
              + " nothing. Leave it out, or look into the template for its name.");
    }
  }

  /** The EOS id that the template itself ends a turn with, else the first. */
  private static int endOfTurn(LanguageModel model, String templateSource) {
    for (int id : model.eosTokenIds()) {
      String piece = model.tokenizer().decodeWithSpecialTokens(new int[] {id});
      if (templateSource.contains(piece)) {
        return id;
      }
    }
    return model.eosTokenIds().getFirst();
  }

  /** Token ids of a prompt that asks for {@code userText}, ready to be completed. */
  public int[] prompt(String userText) {
    return prompt(ChatInput.user(userText));
  }

  /** Token ids of a conversation, ready to be completed after its prefill. */
  public int[] prompt(ChatInput input) {
    String text =
        switch (input.systemPrompt()) {
          case KEPT -> render(systemPrompt, input.turns());
          case REMOVED -> withoutSystemPrompt(input.turns());
        };
    return model.tokenizer().encode(text + input.prefill());
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
    return demonstration.earlier().isEmpty()
        ? LearnedSequence.whole(
            new TokenSequence(
                prompt(demonstration.prompt()), completion(demonstration.completion())))
        : new ConversationTokens(this).of(demonstration, learned);
  }

  /** The text of a conversation up to where the assistant is to speak. */
  String opening(List<ChatMessage> messages) {
    boolean ownSystem = messages.getFirst().role().equals("system");
    return render(ownSystem ? Optional.empty() : systemPrompt, messages);
  }

  /** What ends a turn, as text. */
  String endOfTurnText() {
    return model.tokenizer().decodeWithSpecialTokens(new int[] {endOfTurn});
  }

  /** Token ids of a text of the template. */
  int[] encode(String text) {
    return model.tokenizer().encode(text);
  }

  private String render(Optional<String> system, List<ChatMessage> turns) {
    List<ChatMessage> messages = new ArrayList<>();
    system.ifPresent(content -> messages.add(ChatMessage.system(content)));
    messages.addAll(turns);
    Conversation conversation = Conversation.of(messages).with(kwargs);
    return template.render(conversation, true, model.specialTokens()).text();
  }

  /** Token ids of a whole completion: its text and the end of the turn. */
  public int[] completion(String text) {
    int[] tokens = model.tokenizer().encode(text);
    int[] ended = Arrays.copyOf(tokens, tokens.length + 1);
    ended[tokens.length] = endOfTurn;
    return ended;
  }

  /** Further variables of the template. */
  public ChatTemplateKwargs kwargs() {
    return kwargs;
  }

  /** The marker of a trace that prompts end with; completions then begin inside the trace. */
  public Optional<String> opensReasoning() {
    return opened;
  }

  /** SHA-256 of the template's source, for provenance. */
  public String templateHash() {
    return templateHash;
  }
}
