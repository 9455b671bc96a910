package dev.belay.core.data;

import dev.belay.core.chat.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A conversation written as one text, as HH-RLHF has it (Bai et al. 2022, arXiv:2204.05862): each
 * turn begins with a blank line and {@code Human:} or {@code Assistant:}. A marker of whoever is
 * speaking already begins no turn; it is part of what was said.
 */
final class Transcript {

  private static final Pattern MARKER = Pattern.compile("\\n\\n(Human|Assistant):");

  private Transcript() {}

  /** Whether a text is one. */
  static boolean is(String text) {
    return text.startsWith("\n\nHuman:");
  }

  /** Its turns, each without white space round it; the last may be empty. */
  static List<ChatMessage> turns(String text) {
    List<ChatMessage> turns = new ArrayList<>();
    Matcher markers = MARKER.matcher(text);
    String role = "";
    int from = 0;
    while (markers.find()) {
      String next = markers.group(1).equals("Human") ? "user" : "assistant";
      if (!next.equals(role)) {
        if (!role.isEmpty()) {
          turns.add(new ChatMessage(role, text.substring(from, markers.start()).strip()));
        }
        role = next;
        from = markers.end();
      }
    }
    turns.add(new ChatMessage(role, text.substring(from).strip()));
    return List.copyOf(turns);
  }
}
