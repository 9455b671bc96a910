package dev.belay.core.chat;

import java.util.ArrayList;
import java.util.List;

/**
 * What a model is asked, before its chat template and tokenizer.
 *
 * @param turns the conversation so far; the last is the user's. It may begin with a system message
 *     of its own, which stands in the place of the recipe's
 * @param systemPrompt whether the system prompt stays that the recipe or the template would give
 * @param prefill the beginning of the model's own completion, put into its mouth; empty without
 * @param form whether the chat template is applied
 */
public record ChatInput(
    List<ChatMessage> turns, SystemPrompt systemPrompt, String prefill, Form form) {

  /** How the conversation becomes the text that the model reads. */
  public enum Form {
    /** By the model's chat template. */
    CHAT,
    /** The one turn's text as it stands, to be gone on with: no template, no system prompt. */
    RAW
  }

  /** What becomes of the system prompt. */
  public enum SystemPrompt {
    /** The recipe's, or without one the template's own. */
    KEPT,
    /** Neither: what the model reads has as little of it as its template allows. */
    REMOVED
  }

  public ChatInput {
    turns = List.copyOf(turns);
    if (turns.isEmpty() || !turns.getLast().role().equals("user")) {
      throw new IllegalArgumentException("the last turn must be the user's");
    }
    if (form == Form.RAW && turns.size() > 1) {
      throw new IllegalArgumentException("a text as it stands is one turn");
    }
  }

  /** A conversation for the chat template. */
  public ChatInput(List<ChatMessage> turns, SystemPrompt systemPrompt, String prefill) {
    this(turns, systemPrompt, prefill, Form.CHAT);
  }

  /** One turn of the user. */
  public static ChatInput user(String text) {
    return new ChatInput(List.of(new ChatMessage("user", text)), SystemPrompt.KEPT, "");
  }

  /** A text that the model goes on with as it stands. */
  public static ChatInput raw(String text) {
    return new ChatInput(List.of(ChatMessage.user(text)), SystemPrompt.KEPT, "", Form.RAW);
  }

  /** Whether the model reads the text as it stands. */
  public boolean isRaw() {
    return form == Form.RAW;
  }

  /** The text of the last turn. */
  public String lastText() {
    return turns.getLast().content();
  }

  /** The same with the beginning of a completion. */
  public ChatInput withPrefill(String text) {
    return new ChatInput(turns, systemPrompt, text, form);
  }

  /** The same after earlier turns; a system message of its own takes the place of theirs. */
  public ChatInput after(List<ChatMessage> earlier) {
    List<ChatMessage> own = turns;
    List<ChatMessage> all = new ArrayList<>();
    if (turns.getFirst().role().equals("system")) {
      all.add(turns.getFirst());
      own = turns.subList(1, turns.size());
    }
    boolean replaced = !all.isEmpty();
    earlier.stream().filter(turn -> !replaced || !turn.role().equals("system")).forEach(all::add);
    all.addAll(own);
    return new ChatInput(all, systemPrompt, prefill, form);
  }

  /** The same without a system prompt. */
  public ChatInput withoutSystemPrompt() {
    return new ChatInput(turns, SystemPrompt.REMOVED, prefill, form);
  }
}
