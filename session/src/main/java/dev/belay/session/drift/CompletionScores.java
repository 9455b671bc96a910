package dev.belay.session.drift;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.run.Progress;
import dev.belay.safety.drift.ScoredCompletion;
import dev.belay.safety.eval.EvalRecord;
import dev.belay.session.model.ChatPrompts;
import dev.belay.torch.learner.FrozenPair;
import dev.belay.torch.learner.PackedStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Scores judged completions under two sets of weights. What was scored is kept, so that whoever is
 * cut off goes on there; which completions share a pass depends on their order alone.
 */
public final class CompletionScores {

  /** Completions that are scored, and kept, together. */
  private static final int BATCH = 32;

  private final ChatPrompts prompts;
  private final Supplier<FrozenPair> pair;
  private final int tokensPerPass;
  private final Progress progress;

  /**
   * Scores of two sets of weights.
   *
   * @param prompts how conversations are read
   * @param pair asked for when there is something left to score
   * @param tokensPerPass most tokens of one forward pass
   */
  public CompletionScores(
      ChatPrompts prompts, Supplier<FrozenPair> pair, int tokensPerPass, Progress progress) {
    this.prompts = prompts;
    this.pair = pair;
    this.tokensPerPass = tokensPerPass;
    this.progress = progress;
  }

  /**
   * Scores completions, or reads what an earlier process scored.
   *
   * @param records with token ids, in an order that is always the same
   * @param order whose completions they are
   * @param file where the scores are kept
   * @param name of the part, for progress
   */
  public List<ScoredCompletion> of(
      List<EvalRecord> records, FrozenPair.Order order, Path file, String name) {
    ScoredFile kept = new ScoredFile(file);
    List<ScoredCompletion> scored = new ArrayList<>(kept.read());
    if (scored.size() >= records.size()) {
      return List.copyOf(scored.subList(0, records.size()));
    }
    progress.start(name, records.size());
    while (scored.size() < records.size()) {
      int from = scored.size() - scored.size() % BATCH;
      scored.subList(from, scored.size()).clear();
      int to = Math.min(from + BATCH, records.size());
      scored.addAll(score(records.subList(from, to), order));
      kept.write(scored);
      progress.update(to, "");
    }
    progress.finish(records.size() + " completions");
    return List.copyOf(scored);
  }

  private List<ScoredCompletion> score(List<EvalRecord> records, FrozenPair.Order order) {
    List<TokenSequence> sequences = records.stream().map(this::sequence).toList();
    PackedStep step = PackedStep.of(GroupedSequence.byPrompt(sequences), tokensPerPass);
    TokenScores scores = pair.get().score(step, order);
    double[] kls = Objects.requireNonNull(scores.exactKls());
    double[] other = Objects.requireNonNull(scores.refLogProbs());
    List<ScoredCompletion> scored = new ArrayList<>();
    int from = 0;
    for (EvalRecord record : records) {
      int to = from + record.tokenIds().size();
      double[] ratios = new double[to - from];
      for (int t = from; t < to; t++) {
        ratios[t - from] = scores.logProbs()[t] - other[t];
      }
      scored.add(
          new ScoredCompletion(
              record.prompt().id(), record.sample(), Arrays.copyOfRange(kls, from, to), ratios));
      from = to;
    }
    return scored;
  }

  private TokenSequence sequence(EvalRecord record) {
    int[] completion = record.tokenIds().stream().mapToInt(Integer::intValue).toArray();
    return new TokenSequence(prompts.prompt(record.asked().input()), completion);
  }
}
