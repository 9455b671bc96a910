package dev.belay.torch.chat;

import dev.belay.core.chat.ChatTemplate;
import dev.belay.torch.tokenizer.HuggingFaceTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is odd about a chat template and a tokenizer together, in words; most often nothing. */
public final class TemplateCheck {

  private TemplateCheck() {}

  /**
   * Looks whether each marker that the template writes is one token, the end of a turn too.
   *
   * @param place what the model is called
   * @param endId what ends a completion
   */
  public static List<String> warnings(
      String place,
      ChatTemplate template,
      Map<String, String> specialTokens,
      HuggingFaceTokenizer tokenizer,
      TurnEnd end,
      int endId) {
    List<String> warnings = new ArrayList<>();
    Set<String> cut = Markers.inPieces(template, specialTokens, tokenizer);
    if (!cut.isEmpty()) {
      warnings.add(
          "%s: the chat template writes %s, and the tokenizer cuts %s into pieces. If the model was trained on them as one token each, its tokenizer's files lack them."
              .formatted(place, String.join(", ", cut), cut.size() == 1 ? "it" : "them"));
    }
    end.inPieces()
        .ifPresent(
            text ->
                warnings.add(
                    "%s: the chat template ends a turn with \"%s\", which is no token, so generation cannot stop there; completions end with %s."
                        .formatted(
                            place,
                            text.replace("\n", "\\n"),
                            tokenizer.decodeWithSpecialTokens(new int[] {endId}))));
    return List.copyOf(warnings);
  }
}
