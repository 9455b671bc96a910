package dev.belay.train.anchor;

import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.Seeds;
import dev.belay.core.model.TextGenerator;
import dev.belay.core.model.TokenSequence;
import dev.belay.torch.learner.Reference;
import java.util.ArrayList;
import java.util.List;

/** Completions that the policy samples in every update, along the paths that it takes by then. */
final class SampledCompletions implements AnchorSource {

  private final AnchorBatches<HeldPrompt<int[]>> batches;
  private final Reference reference;
  private final int maxTokens;
  private final TextGenerator generator;
  private final Runnable loadWeights;
  private final Sampling sampling;
  private final long seed;

  /**
   * Batches of prompts, as token ids.
   *
   * @param maxTokens tokens of one pass
   * @param loadWeights puts the policy's weights as they are now into the generator
   * @param seed of the run
   */
  SampledCompletions(
      AnchorBatches<HeldPrompt<int[]>> batches,
      Reference reference,
      int maxTokens,
      TextGenerator generator,
      Runnable loadWeights,
      Sampling sampling,
      long seed) {
    this.batches = batches;
    this.reference = reference;
    this.maxTokens = maxTokens;
    this.generator = generator;
    this.loadWeights = loadWeights;
    this.sampling = sampling;
    this.seed = seed;
  }

  @Override
  public AnchorBatch ofUpdate(long update) {
    AnchorBatch batch = unreferenced(update);
    batch.batches().addReference(reference);
    return batch;
  }

  @Override
  public AnchorBatch unreferenced(long update) {
    List<HeldPrompt<int[]>> prompts = batches.batch(batches.ofUpdate(update));
    List<GenerationRequest> requests = new ArrayList<>(prompts.size());
    for (int i = 0; i < prompts.size(); i++) {
      requests.add(
          new GenerationRequest(
              prompts.get(i).tokens(), Seeds.derive(seed, "anchor completion", update, i)));
    }
    loadWeights.run();
    List<Completion> completions = generator.generate(requests, sampling);
    List<HeldPrompt<TokenSequence>> completed = new ArrayList<>(prompts.size());
    for (int i = 0; i < prompts.size(); i++) {
      HeldPrompt<int[]> prompt = prompts.get(i);
      completed.add(
          new HeldPrompt<>(
              new TokenSequence(prompt.tokens(), completions.get(i).tokenIds()), prompt.attack()));
    }
    return AnchorBatch.of(completed, maxTokens, false);
  }

  @Override
  public void close() {}
}
