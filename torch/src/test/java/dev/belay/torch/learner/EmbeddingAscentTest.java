package dev.belay.torch.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.Divergence;
import dev.belay.core.objective.DivergenceObjective;
import dev.belay.core.objective.TokenScores;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.decoder.PackedBatch;
import dev.belay.torch.loss.ChunkedHead;
import dev.belay.torch.loss.HeadRows;
import dev.belay.torch.loss.LanguageHead;
import dev.belay.torch.loss.ReferenceHead;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Embeddings moved to where a policy and its reference differ. */
class EmbeddingAscentTest {

  private static final LearnerSpec SPEC =
      new LearnerSpec(ComputeType.FLOAT32, 1, AdamW.Settings.DEFAULT);
  private static final Perturbation PERTURBATION = new Perturbation(3, .05, .025);
  private static final PackedStep STEP =
      PackedStep.of(
          List.of(
              new GroupedSequence(new TokenSequence(new int[] {5, 6, 7}, new int[] {8, 9}), 0),
              new GroupedSequence(new TokenSequence(new int[] {15, 16}, new int[] {17}), 1)),
          1000);
  private static final PackedStep.MicroBatch BATCH = STEP.microBatches().getFirst();
  private static final double[] WEIGHTS = {.5, .25, 1};

  private final LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory());
  private final CpuReference reference = (CpuReference) new CpuBackend().reference(model, SPEC);
  private Decoder decoder;
  private CpuLearner learner;

  @BeforeEach
  void open() {
    decoder = Decoder.trained(model, ComputeType.FLOAT32);
    LanguageHead head = new LanguageHead(new ChunkedHead(1), decoder.headParameter());
    learner = new CpuLearner(decoder, head, new AdamW(AdamW.Settings.DEFAULT), 0);
  }

  @AfterEach
  void close() {
    learner.close();
    reference.close();
    model.close();
  }

  /** Moves every weight of the policy at random. */
  private void disturb() {
    Random random = new Random(7);
    for (Parameter parameter : decoder.parameters()) {
      long address = NativeMemory.address(parameter.master());
      for (long i = 0; i < parameter.size(); i++) {
        float weight = NativeMemory.getFloat(address + i * 4);
        NativeMemory.setFloat(address + i * 4, weight + (float) (.03 * random.nextGaussian()));
      }
      parameter.refreshValue();
    }
  }

  private double accumulate(Divergence divergence, Perturbation.Scores scores) {
    return learner.accumulate(
        BATCH, new DivergenceObjective(divergence, WEIGHTS), reference, PERTURBATION, scores);
  }

  /** The weighted divergence at embeddings that are moved, by plain passes. */
  private double divergence(Divergence divergence, Tensor offsets) {
    try (TensorScope _ = new TensorScope()) {
      PackedBatch tokens = BATCH.packed().batch();
      TokenScores scores = TokenScores.comparing(3, divergence);
      new ChunkedHead(1)
          .score(
              CpuLearner.rows(BATCH, decoder.forward(tokens, offsets)),
              decoder.headParameter().value(),
              new ReferenceHead(
                  reference.decoder().forward(tokens, offsets), reference.head().weight().value()),
              scores);
      return new DivergenceObjective(divergence, WEIGHTS).value(scores);
    }
  }

  private EmbeddingAscent ascent() {
    LanguageHead head = new LanguageHead(new ChunkedHead(1), decoder.headParameter());
    return new EmbeddingAscent(decoder, head, reference, PERTURBATION);
  }

  @Test
  void thePolicyThatIsTheReferenceIsMovedNowhereAndHasNoGradient() {
    for (Divergence divergence : List.of(Divergence.REVERSE, Divergence.FORWARD, Divergence.JS)) {
      Perturbation.Scores scores = Perturbation.Scores.ofSize(3, divergence);
      assertThat(accumulate(divergence, scores)).isZero();
      assertThat(learner.gradientNorm()).isZero();
      assertThat(scores.moved().of(divergence)).containsOnly(0);
    }
  }

  /** The same δ for both models: the divergence is 0 at any of them, not only at 0. */
  @Test
  void thePolicyThatIsTheReferenceIsSoAtEveryPerturbation() {
    try (TensorScope _ = new TensorScope()) {
      Tensor offsets = torch.randn(BATCH.packed().batch().tokens(), decoder.config().hiddenSize());
      assertThat(divergence(Divergence.REVERSE, offsets)).isZero();
    }
  }

  @Test
  void theSlopeByEmbeddingsGoesThroughBothModels() {
    disturb();
    int rows = BATCH.packed().batch().tokens();
    int width = decoder.config().hiddenSize();
    for (Divergence divergence : List.of(Divergence.REVERSE, Divergence.FORWARD, Divergence.JS)) {
      try (TensorScope _ = new TensorScope();
          EmbeddingAscent ascent = ascent()) {
        Tensor at = torch.zeros(rows, width);
        Tensor slope =
            ascent.slope(
                BATCH,
                new DivergenceObjective(divergence, WEIGHTS),
                at,
                TokenScores.comparing(3, divergence));
        float[] direction = new float[rows * width];
        Random random = new Random(3);
        double expected = 0;
        for (int i = 0; i < direction.length; i++) {
          float slopeAt = NativeMemory.getFloat(NativeMemory.address(slope) + i * 4L);
          direction[i] = (random.nextBoolean() ? 1e-3f : 0) * Math.signum(slopeAt);
          expected += 2 * direction[i] * slopeAt;
        }
        Tensor moved = torch.tensor(direction).view(rows, width);
        double difference = divergence(divergence, moved) - divergence(divergence, moved.neg());
        assertThat(expected).as("%s", divergence).isGreaterThan(1e-5);
        assertThat(difference).as("%s", divergence).isCloseTo(expected, within(.02 * expected));
      }
    }
  }

  @Test
  void theAscentFindsALargerDivergenceWithinItsBall() {
    disturb();
    for (Divergence divergence : List.of(Divergence.REVERSE, Divergence.FORWARD, Divergence.JS)) {
      try (TensorScope _ = new TensorScope();
          EmbeddingAscent ascent = ascent()) {
        TokenScores clean = TokenScores.comparing(3, divergence);
        DivergenceObjective objective = new DivergenceObjective(divergence, WEIGHTS);
        Tensor offsets = ascent.offsets(BATCH, objective, clean);
        double before = objective.value(clean);
        assertThat(divergence(divergence, offsets)).isGreaterThan(1.05 * before);
        int width = decoder.config().hiddenSize();
        int[] tokens = BATCH.packed().batch().tokenIds();
        for (int row = 0; row < tokens.length; row++) {
          double length = norm(decoder.embedding(), tokens[row], width);
          assertThat(norm(offsets, row, width)).isLessThanOrEqualTo(.05 * length * (1 + 1e-6));
        }
        assertThat(norm(offsets, 0, width)).as("the first token moves").isPositive();
        assertThat(norm(offsets, tokens.length - 1, width)).as("nothing follows it").isZero();
        assertThat(learner.gradientNorm()).as("the ascent leaves none").isZero();
      }
    }
  }

  private static double norm(Tensor table, int row, int width) {
    long address = NativeMemory.address(table) + (long) row * width * 4;
    double sum = 0;
    for (int i = 0; i < width; i++) {
      sum += Math.pow(NativeMemory.getFloat(address + i * 4L), 2);
    }
    return Math.sqrt(sum);
  }

  /** With δ as it was found: it is no function of the weights. */
  @Test
  void theGradientIsTheSlopeAtTheMovedEmbeddings() {
    disturb();
    Perturbation.Scores scores = Perturbation.Scores.ofSize(3, Divergence.REVERSE);
    try (TensorScope _ = new TensorScope()) {
      Tensor offsets;
      try (EmbeddingAscent ascent = ascent()) {
        offsets =
            ascent.offsets(
                BATCH,
                new DivergenceObjective(Divergence.REVERSE, WEIGHTS),
                TokenScores.comparing(3, Divergence.REVERSE));
      }
      double loss = accumulate(Divergence.REVERSE, scores);
      assertThat(loss).isCloseTo(divergence(Divergence.REVERSE, offsets), within(1e-7));
      for (Parameter parameter : decoder.parameters()) {
        requireSlope(parameter, offsets);
      }
    }
  }

  /** Along the gradient of one parameter, from both sides. */
  private void requireSlope(Parameter parameter, Tensor offsets) {
    long master = NativeMemory.address(parameter.master());
    long gradient = NativeMemory.address(parameter.grad());
    double squares = 0;
    for (long i = 0; i < parameter.size(); i++) {
      squares += Math.pow(NativeMemory.getFloat(gradient + i * 4), 2);
    }
    double step = 2e-4 / squares;
    float[] start = new float[(int) parameter.size()];
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      for (int i = 0; i < start.length; i++) {
        long at = master + i * 4L;
        start[i] = side == 0 ? NativeMemory.getFloat(at) : start[i];
        double moved = (side == 0 ? 1 : -1) * step * NativeMemory.getFloat(gradient + i * 4L);
        NativeMemory.setFloat(at, (float) (start[i] + moved));
      }
      losses[side] = divergence(Divergence.REVERSE, offsets);
    }
    for (int i = 0; i < start.length; i++) {
      NativeMemory.setFloat(master + i * 4L, start[i]);
    }
    assertThat((losses[0] - losses[1]) / (2 * step))
        .as(parameter.name())
        .isCloseTo(squares, within(.03 * squares));
  }

  /**
   * z = (w (e + δ), 0) with w 1.2, w₀ 1 and e 1, as a head of two tokens over a state of one
   * number: the slope by δ is the sum of both slopes by the state.
   */
  @Test
  void oneNumberIsAsWorkedOutByHand() {
    assertThat(toy(1.2f, 1, 1)).isCloseTo(.003684, within(1e-6));
    assertThat(toy(1.2f, 1.1f, 1.1f)).isCloseTo(.004197, within(1e-6));
    assertThat(toy(1.2f, .9f, .9f)).isCloseTo(.003155, within(1e-6));
    assertThat(toyGradient(1.2f, Divergence.REVERSE) + toyGradient(1, Divergence.FORWARD))
        .isCloseTo(.005228, within(1e-6));
    // The reference at e as it is: another aim, which is not 0 where both models are the same.
    assertThat(toy(1.2f, 1.1f, 1)).isCloseTo(.009041, within(1e-6));
    assertThat(toy(1, 1.1f, 1)).isCloseTo(.000952, within(1e-6));
    assertThat(toy(1, 1.1f, 1.1f)).isZero();
  }

  private static double toy(float w, float policyState, float referenceState) {
    TokenScores scores = TokenScores.comparing(1, Divergence.REVERSE);
    new ChunkedHead(1)
        .score(
            toyRows(policyState),
            torch.tensor(w, 0).view(2, 1),
            new ReferenceHead(state(referenceState), torch.tensor(1f, 0).view(2, 1)),
            scores);
    return scores.of(Divergence.REVERSE)[0];
  }

  private static Tensor state(float value) {
    return torch.tensor(value).view(1, 1);
  }

  private static HeadRows toyRows(float state) {
    return new HeadRows(state(state), new int[] {0}, new int[] {0});
  }

  /** The slope by the state of whoever has w; the other has what is left of 1.2 and 1. */
  private static double toyGradient(float w, Divergence divergence) {
    Tensor gradient = torch.zeros(1, 1);
    try (Parameter head =
        new Parameter("head", torch.tensor(w, 0).view(2, 1), ComputeType.FLOAT32)) {
      new ChunkedHead(1)
          .forwardBackward(
              toyRows(1),
              head,
              new DivergenceObjective(divergence, new double[] {1}),
              new ReferenceHead(state(1), torch.tensor(2.2f - w, 0).view(2, 1)),
              gradient,
              TokenScores.comparing(1, divergence));
      return NativeMemory.getFloat(NativeMemory.address(gradient));
    }
  }

  @Test
  void offsetsMustFitTheBatch() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoder.forward(BATCH.packed().batch(), torch.zeros(1, 2)))
        .withMessageContaining("offsets of embeddings must be dense fp32 numbers [");
    assertThatIllegalArgumentException().isThrownBy(() -> new Perturbation(0, .1, .1));
  }
}
