package dev.belay.torch.chat;

import dev.belay.core.chat.ChatMessage;
import dev.belay.core.chat.ChatTemplate;
import dev.belay.core.chat.ChatTemplateKwargs;
import dev.belay.core.chat.Conversation;
import dev.belay.core.error.BadInputException;
import dev.belay.torch.tokenizer.EncodedText;
import dev.belay.torch.tokenizer.HuggingFaceTokenizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a chat template ends what the assistant said: found by rendering a message of the assistant
 * and looking at what follows its text.
 *
 * @param found whether the template could be asked
 * @param after all that the template writes behind the assistant's last message
 * @param token the token in it that ends the turn; empty if no single token does
 * @param length of the part of {@code after} up to the end of that token; 0 without one
 */
public record TurnEnd(boolean found, String after, OptionalInt token, int length) {

  private static final String QUESTION = "How many are there?";
  private static final String ANSWER = "There are seven of them.";

  /** What a template that cannot be asked says of it: nothing. */
  private static final TurnEnd UNKNOWN = new TurnEnd(false, "", OptionalInt.empty(), 0);

  /**
   * Asks a template.
   *
   * @param ends ids that files name as the end of a completion: of several tokens that follow each
   *     other, one of these is the end
   */
  public static TurnEnd of(
      ChatTemplate template,
      Map<String, String> specialTokens,
      ChatTemplateKwargs kwargs,
      HuggingFaceTokenizer tokenizer,
      Collection<Integer> ends) {
    Optional<String> text = probe(template, specialTokens, kwargs);
    int answer = text.map(whole -> whole.lastIndexOf(ANSWER)).orElse(-1);
    if (answer < 0) {
      return UNKNOWN;
    }
    String whole = text.orElseThrow();
    int from = answer + ANSWER.length();
    String after = whole.substring(from);
    EncodedText encoded = tokenizer.encodeWithSpans(whole);
    int first = -1;
    for (int t = 0; t < encoded.length(); t++) {
      boolean follows = first >= 0 && encoded.starts()[t] == encoded.ends()[t - 1];
      if (encoded.ends()[t] <= from || (first < 0 && !isMarker(encoded, t, whole, tokenizer))) {
        continue;
      }
      if (first >= 0 && !(follows && isMarker(encoded, t, whole, tokenizer))) {
        break;
      }
      first = first < 0 ? t : first;
      if (ends.contains(encoded.tokenIds()[t])) {
        return at(after, encoded, t, from);
      }
    }
    return first < 0
        ? new TurnEnd(true, after, OptionalInt.empty(), 0)
        : at(after, encoded, first, from);
  }

  private static TurnEnd at(String after, EncodedText encoded, int t, int from) {
    return new TurnEnd(
        true, after, OptionalInt.of(encoded.tokenIds()[t]), Math.max(0, encoded.ends()[t] - from));
  }

  /** An added token that is more than white space: some vocabularies add runs of line breaks. */
  private static boolean isMarker(
      EncodedText encoded, int t, String whole, HuggingFaceTokenizer tokenizer) {
    return !whole.substring(encoded.starts()[t], encoded.ends()[t]).isBlank()
        && tokenizer.isAdded(encoded.tokenIds()[t]);
  }

  private static Optional<String> probe(
      ChatTemplate template, Map<String, String> specialTokens, ChatTemplateKwargs kwargs) {
    List<ChatMessage> turns = List.of(ChatMessage.user(QUESTION), ChatMessage.assistant(ANSWER));
    List<ChatMessage> begun = new ArrayList<>(turns);
    begun.addFirst(ChatMessage.system("Be brief."));
    for (List<ChatMessage> messages : List.of(turns, begun)) {
      try {
        return Optional.of(
            template.render(Conversation.of(messages).with(kwargs), false, specialTokens).text());
      } catch (BadInputException e) {
        // It wants another conversation; without any, the model's files have to say the end.
      }
    }
    return Optional.empty();
  }

  /** What stands behind the assistant's text up to the end of the turn, the end included. */
  String written() {
    return after.substring(0, length);
  }

  /** Text that ends the turn and is no single token; empty if there is none. */
  public Optional<String> inPieces() {
    return token.isEmpty() && !after.isBlank() ? Optional.of(after.strip()) : Optional.empty();
  }
}
