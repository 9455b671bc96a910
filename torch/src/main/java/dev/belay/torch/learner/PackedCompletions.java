package dev.belay.torch.learner;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.torch.decoder.PackedBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences packed for one pass, with the rows whose next token is a completion token: the loss is
 * taken there and nowhere else. Completions of one group share their prompt: its tokens but the
 * last are computed once for all of them.
 *
 * @param batch all tokens, {@code [N]}
 * @param groups what they were packed of
 * @param rows rows that predict a completion token, shape {@code [R]}; completion by completion. Of
 *     {@link #ofEnds} each sequence's last
 * @param targets that token, shape {@code [R]}
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record PackedCompletions(
    PackedBatch batch, List<PackedBatch.Group> groups, int[] rows, int[] targets) {

  public PackedCompletions {
    groups = List.copyOf(groups);
  }

  /** Packs prompt and completion of each sequence, in their order. */
  public static PackedCompletions of(List<GroupedSequence> sequences) {
    int completionTokens =
        sequences.stream().mapToInt(s -> s.tokens().completionTokenIds().length).sum();
    int[] rows = new int[completionTokens];
    int[] targets = new int[completionTokens];
    List<PackedBatch.Group> groups = new ArrayList<>();
    int row = 0;
    int next = 0;
    for (int from = 0; from < sequences.size(); ) {
      int to = endOfGroup(sequences, from);
      int[] prompt = sequences.get(from).tokens().promptTokenIds();
      int[] prefix = Arrays.copyOf(prompt, prompt.length - 1);
      List<int[]> continuations = new ArrayList<>(to - from);
      row += prefix.length;
      for (GroupedSequence sequence : sequences.subList(from, to)) {
        int[] completion = sequence.tokens().completionTokenIds();
        continuations.add(continuation(prompt[prompt.length - 1], completion));
        // The last prompt token's row predicts the first token of the completion, and so on.
        for (int token : completion) {
          rows[next] = row++;
          targets[next++] = token;
        }
        row++;
      }
      groups.add(new PackedBatch.Group(prefix, continuations));
      from = to;
    }
    return new PackedCompletions(PackedBatch.ofGroups(groups), groups, rows, targets);
  }

  /**
   * The same, in which no prefix is shared between sequences of more than some tokens and others:
   * each side has a copy. A model may treat the two otherwise.
   */
  PackedCompletions apart(int tokens) {
    if (batch.context() <= tokens) {
      return this;
    }
    List<PackedBatch.Group> split = new ArrayList<>();
    int[] moved = new int[batch.tokens()];
    int old = 0;
    int now = 0;
    for (PackedBatch.Group group : groups) {
      old += group.prefix().length;
      List<int[]> all = group.continuations();
      for (int from = 0; from < all.size(); ) {
        int to = from + 1;
        while (to < all.size() && isOver(group, to, tokens) == isOver(group, from, tokens)) {
          to++;
        }
        split.add(new PackedBatch.Group(group.prefix(), all.subList(from, to)));
        now += group.prefix().length;
        for (int[] continuation : all.subList(from, to)) {
          for (int i = 0; i < continuation.length; i++) {
            moved[old++] = now++;
          }
        }
        from = to;
      }
    }
    return split.size() == groups.size()
        ? this
        : new PackedCompletions(
            PackedBatch.ofGroups(split),
            split,
            Arrays.stream(rows).map(row -> moved[row]).toArray(),
            targets);
  }

  private static boolean isOver(PackedBatch.Group group, int continuation, int tokens) {
    return group.prefix().length + group.continuations().get(continuation).length > tokens;
  }

  /**
   * Packs the same tokens, with the row of each sequence's last token: what a reward model reads.
   * Its target is that token itself, since none follows.
   */
  public static PackedCompletions ofEnds(List<GroupedSequence> sequences) {
    int[] ends = new int[sequences.size()];
    int[] last = new int[sequences.size()];
    int row = 0;
    for (int i = 0; i < ends.length; i++) {
      int[] prompt = sequences.get(i).tokens().promptTokenIds();
      int[] completion = sequences.get(i).tokens().completionTokenIds();
      boolean shares = i > 0 && sequences.get(i - 1).group() == sequences.get(i).group();
      row += (shares ? 0 : prompt.length - 1) + completion.length + 1;
      ends[i] = row - 1;
      last[i] =
          completion.length == 0 ? prompt[prompt.length - 1] : completion[completion.length - 1];
    }
    PackedCompletions packed = of(sequences);
    return new PackedCompletions(packed.batch, packed.groups, ends, last);
  }

  /** Tokens that each sequence adds to a batch in which its predecessor stands before it. */
  public static int[] addedTokens(List<GroupedSequence> sequences) {
    int[] added = new int[sequences.size()];
    for (int i = 0; i < added.length; i++) {
      TokenSequence tokens = sequences.get(i).tokens();
      boolean shares = i > 0 && sequences.get(i - 1).group() == sequences.get(i).group();
      added[i] = shares ? tokens.completionTokenIds().length + 1 : tokens.length();
    }
    return added;
  }

  private static int endOfGroup(List<GroupedSequence> sequences, int from) {
    int to = from + 1;
    while (to < sequences.size() && sequences.get(to).group() == sequences.get(from).group()) {
      requireSamePrompt(sequences.get(from), sequences.get(to));
      to++;
    }
    return to;
  }

  private static void requireSamePrompt(GroupedSequence a, GroupedSequence b) {
    if (!Arrays.equals(a.tokens().promptTokenIds(), b.tokens().promptTokenIds())) {
      throw new IllegalArgumentException("group " + a.group() + " has two prompts");
    }
  }

  private static int[] continuation(int lastPromptToken, int[] completion) {
    int[] tokens = new int[completion.length + 1];
    tokens[0] = lastPromptToken;
    System.arraycopy(completion, 0, tokens, 1, completion.length);
    return tokens;
  }
}
