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
 * The token ids of a conversation of several turns, piece by piece: each turn of the assistant is
 * encoded as a completion, and what the template writes in between as a piece of its own. So the
 * model learns its turns as it would have to write them, and which tokens they are is never guessed
 * from text.
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
    if (learned == SftTokens.COMPLETION) {
      String opening = prompts.opening(messages.subList(0, messages.size() - 1));
      return LearnedSequence.whole(
          new TokenSequence(
              prompts.encode(opening), prompts.completion(demonstration.completion())));
    }
    Pieces pieces = new Pieces();
    String before = "";
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).role().equals("assistant")) {
        String opening = prompts.opening(messages.subList(0, i));
        requireContinued(demonstration, opening, before);
        pieces.add(prompts.encode(opening.substring(before.length())), false);
        pieces.add(prompts.completion(messages.get(i).content()), true);
        before = opening + messages.get(i).content() + prompts.endOfTurnText();
      }
    }
    return pieces.sequence();
  }

  private static void requireContinued(Demonstration demonstration, String opening, String before) {
    if (!opening.startsWith(before)) {
      throw new BadInputException(
          ("%s: the chat template writes an earlier turn of the assistant otherwise once another"
                  + " follows (it trims it, or drops a trace), so not all turns can be learned in"
                  + " one sequence. Set train.loss_on: completion, or give each turn a record of"
                  + " its own.")
              .formatted(demonstration.source()));
    }
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
