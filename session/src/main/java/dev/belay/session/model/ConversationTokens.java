package dev.belay.session.model;

import dev.belay.core.chat.ChatMessage;
import dev.belay.core.data.Demonstration;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.LearnedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.recipe.SftTokens;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The token ids of a demonstration, piece by piece: each turn of the assistant as the template
 * writes it, and what stands in between as a piece of its own; each piece has the ids that it has
 * behind those before it. So the model learns its turns as it would have to write them.
 */
final class ConversationTokens {

  private final ChatPrompts prompts;

  ConversationTokens(ChatPrompts prompts) {
    this.prompts = prompts;
  }

  /**
   * The conversation.
   *
   * @throws BadInputException if the template writes earlier turns otherwise once a later one
   *     follows, so that the model would never read what it would learn
   */
  LearnedSequence of(Demonstration demonstration, SftTokens learned) {
    List<ChatMessage> messages = demonstration.messages();
    int last = messages.size() - 1;
    List<Turn> turns = new ArrayList<>();
    for (int i = learned == SftTokens.COMPLETION ? last : 0; i <= last; i++) {
      if (messages.get(i).role().equals("assistant")) {
        List<ChatMessage> before = messages.subList(0, i);
        turns.add(new Turn(before, prompts.opening(before), messages.get(i).content()));
      }
    }
    Pieces pieces = new Pieces();
    String before = "";
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      String text =
          i + 1 < turns.size()
              ? continued(demonstration, turn, turns.get(i + 1).opening())
              : prompts.turn(turn.before(), turn.opening(), turn.message());
      String between = turn.opening().substring(before.length());
      pieces.add(
          before.isEmpty() ? prompts.encode(between) : prompts.turns().following(before, between),
          false);
      pieces.add(prompts.turns().ids(turn.opening(), text), true);
      before = turn.opening() + text;
    }
    return pieces.sequence();
  }

  /**
   * A turn of the assistant.
   *
   * @param before the messages before it
   * @param opening their text
   */
  private record Turn(List<ChatMessage> before, String opening, String message) {}

  /** The turn as it stands once another follows: some templates then leave an empty trace out. */
  private String continued(Demonstration demonstration, Turn turn, String next) {
    for (String text :
        List.of(
            prompts.turn(turn.before(), turn.opening(), turn.message()),
            prompts.turns().verbatim(turn.message()),
            prompts.turns().verbatim(turn.message().strip()))) {
      if (next.startsWith(turn.opening() + text)) {
        return text;
      }
    }
    throw new BadInputException(
        ("%s: the chat template writes an earlier turn of the assistant otherwise once another"
                + " follows (it drops a trace), so not all turns can be learned in one sequence."
                + " Set train.loss_on: completion, or give each turn a record of its own.")
            .formatted(demonstration.source()));
  }

  /** Pieces put together; the first is the prompt. */
  private static final class Pieces {

    private int[] prompt = new int[0];
    private final List<Integer> completion = new ArrayList<>();
    private final BitSet unlearned = new BitSet();

    void add(int[] ids, boolean learned) {
      if (prompt.length == 0) {
        prompt = ids;
        return;
      }
      for (int id : ids) {
        unlearned.set(completion.size(), !learned);
        completion.add(id);
      }
    }

    LearnedSequence sequence() {
      int[] ids = completion.stream().mapToInt(Integer::intValue).toArray();
      return new LearnedSequence(new TokenSequence(prompt, ids), unlearned);
    }
  }
}
