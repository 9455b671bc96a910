package dev.belay.torch.chat;

import dev.belay.torch.tokenizer.HuggingFaceTokenizer;
import java.util.Arrays;

/**
 * The assistant's part of rendered conversations as token ids: those that the whole conversation
 * has there, up to and with the token that ends the turn. Whatever learns, scores or samples a
 * completion takes from here which tokens it is and where it ends.
 */
public final class AssistantTurns {

  /** Texts behind which most tokenizers begin a new token. */
  private static final String[] BREAKS = {"\n", ".", "a"};

  private final HuggingFaceTokenizer tokenizer;
  private final TurnEnd end;
  private final int endId;

  /**
   * The turns of a template.
   *
   * @param otherwise the id that ends a completion where the template writes none
   */
  public AssistantTurns(HuggingFaceTokenizer tokenizer, TurnEnd end, int otherwise) {
    this.tokenizer = tokenizer;
    this.end = end;
    this.endId = end.token().orElse(otherwise);
  }

  /** The id that ends a turn. */
  public int endId() {
    return endId;
  }

  /**
   * What the template makes of a message of the assistant, from where the assistant begins to where
   * its turn ends. A template may trim the message or put an empty trace before it; one that drops
   * part of it, or rewrites what is before it, is not followed: the message is then taken as it is.
   *
   * @param opening the conversation up to where the assistant is to speak
   * @param whole the same with the message
   */
  public String text(String opening, String whole, String message) {
    if (end.found() && whole.startsWith(opening) && whole.endsWith(end.after())) {
      String turn = whole.substring(opening.length());
      int content = turn.length() - end.after().length();
      if (content >= 0 && turn.substring(0, content).contains(message.strip())) {
        return turn.substring(0, content) + end.written();
      }
    }
    return verbatim(message);
  }

  /** The message as it is, and the end of the turn. */
  public String verbatim(String message) {
    return message + end.written();
  }

  /**
   * Token ids of a turn behind its opening; the last ends it.
   *
   * @param turn as {@link #text} gives it
   */
  public int[] ids(String opening, String turn) {
    int[] ids = following(opening, turn);
    if (ids.length > 0 && ids[ids.length - 1] == endId) {
      return ids;
    }
    int[] ended = Arrays.copyOf(ids, ids.length + 1);
    ended[ids.length] = endId;
    return ended;
  }

  /**
   * Token ids of a text that follows another: those that both together have there. Tokenizers that
   * begin every text with a space would else put one between. Where a token lies across the two,
   * which no model reads that was given the first alone, the text is cut there.
   */
  public int[] following(String before, String text) {
    int[] behind = behind(before, text);
    for (int i = 0; behind.length == 0 && i < BREAKS.length; i++) {
      behind = behind(BREAKS[i], text);
    }
    return behind.length == 0 ? tokenizer.encode(text) : behind;
  }

  /** The ids behind the first text; none if it ends within a token. */
  private int[] behind(String before, String text) {
    int[] first = tokenizer.encode(before);
    int[] both = tokenizer.encode(before + text);
    return both.length > first.length
            && Arrays.equals(first, 0, first.length, both, 0, first.length)
        ? Arrays.copyOfRange(both, first.length, both.length)
        : new int[0];
  }
}
