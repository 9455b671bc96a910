package dev.belay.train.step;

import dev.belay.core.objective.LearningRateSchedule;
import dev.belay.core.objective.TokenObjective;
import dev.belay.core.objective.TokenScores;
import dev.belay.torch.decoder.ActivationStore;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.loss.ChunkedHead;
import dev.belay.torch.loss.HeadResult;
import dev.belay.torch.loss.HeadRows;
import dev.belay.torch.loss.ReferenceHead;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.optim.GradientNorm;
import dev.belay.torch.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The policy in training: its weights, and the one update that every method uses.
 *
 * <p>An update runs the step's micro-batches forward and backward, adding gradients up in fp32,
 * then clips the global norm and takes one optimizer step. How the step is cut into micro-batches
 * does not change the sum.
 */
public final class Policy implements AutoCloseable {

  private final Decoder decoder;
  private final ActivationStore activations = ActivationStore.keepingAll();
  private final ChunkedHead head;
  private final AdamW optimizer;
  private final LearningRateSchedule schedule;
  private final double clipNorm;

  /**
   * A policy in training; it owns the decoder.
   *
   * @param head at the temperature that log-probs are taken at
   * @param clipNorm the gradient's global norm is scaled down to it; 0 turns clipping off
   */
  public Policy(
      Decoder decoder,
      ChunkedHead head,
      AdamW optimizer,
      LearningRateSchedule schedule,
      double clipNorm) {
    this.decoder = decoder;
    this.head = head;
    this.optimizer = optimizer;
    this.schedule = schedule;
    this.clipNorm = clipNorm;
  }

  /** The weights as they are now. */
  public Decoder decoder() {
    return decoder;
  }

  public AdamW optimizer() {
    return optimizer;
  }

  /**
   * One optimizer step on the batches.
   *
   * @param objective over the completion tokens of all batches, in their order
   * @param update number of this optimizer step, from 1: sets the learning rate
   * @throws dev.belay.torch.tensor.NonFiniteException if a loss or gradient is not finite; weights
   *     and moments then stand as before, and gradients are dropped
   */
  public UpdateResult update(StepBatches batches, TokenObjective objective, long update) {
    try {
      TokenScores scores = TokenScores.ofSize(batches.completionTokens(), batches.hasReference());
      double loss = 0;
      for (int i = 0; i < batches.microBatches().size(); i++) {
        loss += accumulate(batches, i, objective, scores);
      }
      GradientNorm gradNorm = GradientNorm.of(decoder.parameters());
      double learningRate = schedule.at(update - 1);
      optimizer.step(decoder.parameters(), learningRate, gradNorm.clipScale(clipNorm));
      return new UpdateResult(loss, gradNorm.value(), learningRate, scores);
    } catch (RuntimeException e) {
      decoder.parameters().forEach(parameter -> parameter.grad().zero_());
      throw e;
    }
  }

  private double accumulate(
      StepBatches batches, int index, TokenObjective objective, TokenScores scores) {
    StepBatches.MicroBatch microBatch = batches.microBatches().get(index);
    PackedCompletions packed = microBatch.packed();
    try (TensorScope _ = new TensorScope()) {
      Tensor hidden = decoder.forward(packed.batch(), activations);
      Tensor hiddenGradient = torch.empty_like(hidden);
      HeadResult result =
          head.forwardBackward(
              new HeadRows(hidden, packed.rows(), packed.targets()),
              decoder.headParameter(),
              objective.startingAt(microBatch.tokenOffset()),
              batches.referenceHead(index),
              hiddenGradient);
      decoder.backward(hiddenGradient, activations);
      scores.put(microBatch.tokenOffset(), result.scores());
      return result.loss();
    }
  }

  /** What the policy says now at every completion token, without any gradient. */
  public TokenScores score(StepBatches batches) {
    TokenScores scores = TokenScores.ofSize(batches.completionTokens(), batches.hasReference());
    for (int i = 0; i < batches.microBatches().size(); i++) {
      StepBatches.MicroBatch microBatch = batches.microBatches().get(i);
      PackedCompletions packed = microBatch.packed();
      try (TensorScope _ = new TensorScope()) {
        Tensor hidden = decoder.forward(packed.batch());
        scores.put(
            microBatch.tokenOffset(),
            head.score(
                new HeadRows(hidden, packed.rows(), packed.targets()),
                decoder.headParameter().value(),
                batches.referenceHead(i)));
      }
    }
    return scores;
  }

  /** Log-probs of every completion token under the reference, shape {@code [R]}. */
  public float[] scoreReference(StepBatches batches) {
    float[] logProbs = new float[batches.completionTokens()];
    for (int i = 0; i < batches.microBatches().size(); i++) {
      StepBatches.MicroBatch microBatch = batches.microBatches().get(i);
      ReferenceHead reference = batches.referenceHead(i);
      if (reference == null) {
        throw new IllegalStateException("the batches have no reference");
      }
      PackedCompletions packed = microBatch.packed();
      float[] part =
          head.score(
                  new HeadRows(reference.hidden(), packed.rows(), packed.targets()),
                  reference.weight(),
                  null)
              .logProbs();
      System.arraycopy(part, 0, logProbs, microBatch.tokenOffset(), part.length);
    }
    return logProbs;
  }

  @Override
  public void close() {
    activations.close();
    decoder.close();
  }

  /**
   * What one optimizer step did.
   *
   * @param loss the objective, summed over all completion tokens
   * @param gradNorm global norm before clipping
   * @param learningRate the rate used
   * @param scores what the policy said before the step
   */
  public record UpdateResult(
      double loss, double gradNorm, double learningRate, TokenScores scores) {}
}
