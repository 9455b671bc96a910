package dev.belay.torch.learner;

import dev.belay.core.objective.DivergenceObjective;
import dev.belay.core.objective.TokenScores;
import dev.belay.torch.decoder.ActivationStore;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.decoder.PackedBatch;
import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.loss.Head;
import dev.belay.torch.loss.HeadRows;
import dev.belay.torch.loss.LanguageHead;
import dev.belay.torch.loss.ReferenceHead;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Finds the embeddings around a batch's own at which a policy and a reference differ most, as
 * {@link Perturbation} says. The slope of the divergence by the embeddings goes through both: what
 * it is by the reference's logits is the slope of the exchanged divergence.
 *
 * <p>The policy is read as weights that stand still, in its own memory, so that the ascent leaves
 * no gradient in it.
 */
final class EmbeddingAscent implements AutoCloseable {

  private final Perturbation perturbation;
  private final Decoder policy;
  private final LanguageHead policyHead;
  private final Decoder reference;
  private final LanguageHead referenceHead;
  private final ActivationStore policyStore = ActivationStore.keepingAll();
  private final ActivationStore referenceStore = ActivationStore.keepingAll();

  /**
   * An ascent at the weights as they are.
   *
   * @param trained the policy
   * @param head of the policy, which must say laws
   */
  EmbeddingAscent(Decoder trained, Head head, CpuReference reference, Perturbation perturbation) {
    if (!(head instanceof LanguageHead language)) {
      throw new IllegalArgumentException("only a model that says laws can be perturbed");
    }
    this.perturbation = perturbation;
    this.policy = Decoder.frozen(trained, trained.type());
    this.policyHead = new LanguageHead(language.chunks(), policy.headParameter());
    this.reference = reference.decoder();
    this.referenceHead = reference.head();
  }

  /**
   * δ for every row of a batch, {@code [N, H]} fp32, in the caller's scope.
   *
   * @param objective what is made large
   * @param clean filled with what is said at the embeddings as they are
   */
  Tensor offsets(PackedStep.MicroBatch batch, DivergenceObjective objective, TokenScores clean) {
    PackedBatch tokens = batch.packed().batch();
    int width = policy.config().hiddenSize();
    Tensor offsets =
        torch.zeros(new long[] {tokens.tokens(), width}, new TensorOptions(ScalarType.Float));
    double[] lengths = lengths(tokens, width);
    TokenScores scores = clean;
    for (int step = 0; step < perturbation.steps(); step++) {
      try (TensorScope _ = new TensorScope()) {
        Tensor slope = slope(batch, objective, offsets, scores);
        move(offsets, slope, lengths, width);
      }
      scores = TokenScores.comparing(clean.size(), objective.divergence());
    }
    return offsets;
  }

  /** The slope of the objective by the embeddings of a batch, at embeddings that are moved. */
  Tensor slope(
      PackedStep.MicroBatch batch,
      DivergenceObjective objective,
      Tensor offsets,
      TokenScores scores) {
    PackedBatch tokens = batch.packed().batch();
    Tensor own = policy.forward(tokens, offsets, policyStore);
    Tensor other = reference.forward(tokens, offsets, referenceStore);
    TokenScores exchanged =
        TokenScores.comparing(scores.size(), objective.exchanged().divergence());
    Tensor ownGrad = hiddenGrad(batch, policyHead, own, referenceHead, other, objective, scores);
    Tensor otherGrad =
        hiddenGrad(batch, referenceHead, other, policyHead, own, objective.exchanged(), exchanged);
    return policy
        .inputGradient(ownGrad, policyStore)
        .add(reference.inputGradient(otherGrad, referenceStore));
  }

  private static Tensor hiddenGrad(
      PackedStep.MicroBatch batch,
      LanguageHead head,
      Tensor hidden,
      LanguageHead otherHead,
      Tensor otherHidden,
      DivergenceObjective objective,
      TokenScores scores) {
    HeadRows rows = CpuLearner.rows(batch, hidden);
    Tensor gradient = torch.empty_like(hidden);
    head.forwardBackward(
        rows,
        objective,
        new ReferenceHead(otherHidden, otherHead.weight().value()),
        gradient,
        scores);
    return gradient;
  }

  /** ‖e‖ / √H of every row's embedding, shape {@code [N]}. */
  private double[] lengths(PackedBatch tokens, int width) {
    Tensor table = policy.embedding();
    ComputeType type = ComputeType.of(table);
    long address = NativeMemory.address(table);
    double[] lengths = new double[tokens.tokens()];
    for (int row = 0; row < lengths.length; row++) {
      long embedding = Elements.at(type, address, (long) tokens.tokenIds()[row] * width);
      double sum = 0;
      for (int i = 0; i < width; i++) {
        double e = Elements.get(type, embedding, i);
        sum += e * e;
      }
      lengths[row] = Math.sqrt(sum / width);
    }
    return lengths;
  }

  /** One step, and back into the ball. */
  private void move(Tensor offsets, Tensor slope, double[] lengths, int width) {
    long to = NativeMemory.address(offsets);
    long from = NativeMemory.address(slope);
    Parallel.rows(
        lengths.length,
        (begin, end, _) -> {
          for (int row = begin; row < end; row++) {
            double most = perturbation.radius() * lengths[row];
            double step = perturbation.step() * lengths[row];
            for (int i = 0; i < width; i++) {
              long at = ((long) row * width + i) * Float.BYTES;
              double moved =
                  NativeMemory.getFloat(to + at)
                      + step * Math.signum(NativeMemory.getFloat(from + at));
              NativeMemory.setFloat(to + at, (float) Math.clamp(moved, -most, most));
            }
          }
        });
  }

  @Override
  public void close() {
    policyStore.close();
    referenceStore.close();
    policy.close();
  }
}
