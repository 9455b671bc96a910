package dev.belay.torch.chat;

import dev.belay.core.chat.ChatMessage;
import dev.belay.core.chat.ChatTemplate;
import dev.belay.core.error.BadInputException;
import dev.belay.torch.tokenizer.HuggingFaceTokenizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Markers that templates write between messages, such as {@code <|im_start|>}. */
public final class Markers {

  /** Texts that no one writes by chance. */
  private static final Pattern MARKER =
      Pattern.compile("<[|｜][^\\s<>|｜{}'\"]{1,60}[|｜]>|<(?:start|end|begin)_of_[a-z_]{1,40}>");

  private Markers() {}

  /** The markers in a text, in order of appearance. */
  public static SequencedSet<String> in(String text) {
    SequencedSet<String> found = new LinkedHashSet<>();
    Matcher markers = MARKER.matcher(text);
    while (markers.find()) {
      found.add(markers.group());
    }
    return found;
  }

  /** The markers in a template's source, and those that it puts together round a conversation. */
  public static SequencedSet<String> of(String template) {
    SequencedSet<String> found = in(template);
    try {
      found.addAll(written(ChatTemplate.compile(template), Map.of()));
    } catch (BadInputException e) {
      // What is wrong with a template is said when a model is asked with it.
    }
    return found;
  }

  private static SequencedSet<String> written(
      ChatTemplate template, Map<String, String> specialTokens) {
    List<ChatMessage> messages =
        List.of(ChatMessage.user("one"), ChatMessage.assistant("two"), ChatMessage.user("three"));
    return in(template.render(messages, true, specialTokens).text());
  }

  /**
   * Those that a template writes round a plain conversation and that the tokenizer cuts into
   * pieces, so that a model would read them as any other text.
   */
  public static Set<String> inPieces(
      ChatTemplate template, Map<String, String> specialTokens, HuggingFaceTokenizer tokenizer) {
    try {
      SequencedSet<String> found = written(template, specialTokens);
      found.removeIf(marker -> tokenizer.id(marker).isPresent());
      return found;
    } catch (BadInputException e) {
      return Set.of(); // It wants another conversation.
    }
  }
}
