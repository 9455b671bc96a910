package dev.belay.train.anchor;

import dev.belay.core.objective.DivergenceObjective;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.recipe.AnchorSpec;
import dev.belay.torch.learner.Learner;
import dev.belay.torch.learner.Perturbation;
import dev.belay.torch.learner.Reference;
import dev.belay.torch.optim.GradientProjection;
import dev.belay.torch.tensor.NonFiniteException;
import dev.belay.train.step.GradientTerm;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The gradient of the divergence on the anchor's prompts. */
final class AnchorTerm implements GradientTerm, AutoCloseable {

  private final AnchorSpec spec;
  private final AnchorSource source;
  private final Reference reference;
  private final CoefficientRule rule;
  private @Nullable Measured pending;
  private @Nullable AnchorBatch toLookBackOn;
  private @Nullable Update last;
  private double seconds;
  private double factor = 1;

  /**
   * What an update measured.
   *
   * @param kl by position
   * @param byAttack the same of each attack alone; empty where there are not several
   * @param moved likewise at perturbed embeddings; null without a perturbation
   * @param loss reduced over positions and prompts, not yet weighed
   */
  private record Measured(
      AnchorMeasurement kl,
      Map<String, AnchorMeasurement> byAttack,
      @Nullable AnchorMeasurement moved,
      double loss) {}

  /**
   * An update that was taken.
   *
   * @param kl measured before the weights moved
   * @param byAttack the same of each attack alone; empty where there are not several
   * @param moved likewise at perturbed embeddings; null without a perturbation
   * @param loss reduced over positions and prompts, not yet weighed
   * @param after what is trained, a completion, on the same prompts after the step; empty if it was
   *     not measured
   */
  record Update(
      AnchorMeasurement kl,
      Map<String, AnchorMeasurement> byAttack,
      @Nullable AnchorMeasurement moved,
      double loss,
      OptionalDouble after,
      Joined joined) {}

  /**
   * A term.
   *
   * @param reference asked anew where embeddings are perturbed
   */
  AnchorTerm(AnchorSpec spec, AnchorSource source, Reference reference, CoefficientRule rule) {
    this.spec = spec;
    this.source = source;
    this.reference = reference;
    this.rule = rule;
  }

  @Override
  public Combination combination() {
    return switch (spec.combine()) {
      case SUM -> Combination.SUM;
      case PROJECT -> projected(false);
      case PROJECT_ADAM -> projected(true);
    };
  }

  private Combination projected(boolean inAdamsGeometry) {
    boolean byTensor = spec.projectOver() == AnchorSpec.Over.TENSOR;
    return Combination.projected(new GradientProjection.Rule(inAdamsGeometry, byTensor));
  }

  @Override
  public double weight() {
    return factor * rule.coef();
  }

  @Override
  public void accumulate(Learner learner, long update, double scale) {
    try {
      pending =
          spec.perturb().isPresent()
              ? perturbed(learner, update, scale, spec.perturb().get())
              : clean(learner, update, scale);
    } catch (NonFiniteException e) {
      throw new NonFiniteException("on the anchor's prompts: " + e.getMessage());
    }
  }

  private Measured clean(Learner learner, long update, double scale) {
    closeBatch(); // Of an update that failed.
    AnchorBatch batch = source.ofUpdate(update);
    toLookBackOn = batch;
    TokenScores scores =
        TokenScores.comparing(batch.batches().completionTokens(), spec.divergence());
    batch.batches().accumulate(learner, objective(batch.lengths(), scale), scores);
    double loss = objective(batch.lengths(), 1).value(scores);
    return new Measured(measured(scores, batch), byAttack(scores, batch), null, loss);
  }

  /** What the step made of the divergence on its own prompts; laws alone can be asked for again. */
  private OptionalDouble lookBack(Learner learner) {
    AnchorBatch batch = toLookBackOn;
    if (batch == null || !rule.looksBack() || !spec.divergence().isOfLaws()) {
      return OptionalDouble.empty();
    }
    TokenScores scores =
        TokenScores.comparing(batch.batches().completionTokens(), spec.divergence());
    batch.batches().score(learner, scores);
    return OptionalDouble.of(measured(scores, batch).perCompletion(spec.divergence()));
  }

  private void closeBatch() {
    if (toLookBackOn != null) {
      toLookBackOn.close();
      toLookBackOn = null;
    }
  }

  /** What the reference said before does not help here: it is asked at other embeddings. */
  private Measured perturbed(
      Learner learner, long update, double scale, AnchorSpec.Perturb perturb) {
    try (AnchorBatch batch = source.unreferenced(update)) {
      Perturbation.Scores scores =
          Perturbation.Scores.ofSize(batch.batches().completionTokens(), spec.divergence());
      batch
          .batches()
          .accumulate(
              learner,
              objective(batch.lengths(), scale),
              reference,
              new Perturbation(perturb.steps(), perturb.radius(), perturb.step()),
              scores);
      double loss = objective(batch.lengths(), 1).value(scores.moved());
      return new Measured(
          measured(scores.clean(), batch),
          byAttack(scores.clean(), batch),
          measured(scores.moved(), batch),
          loss);
    }
  }

  private AnchorMeasurement measured(TokenScores scores, AnchorBatch batch) {
    return AnchorMeasurement.of(scores, batch.lengths(), spec.divergence());
  }

  private Map<String, AnchorMeasurement> byAttack(TokenScores scores, AnchorBatch batch) {
    return spec.attacks().size() < 2
        ? Map.of()
        : AnchorMeasurement.byAttack(scores, batch.lengths(), batch.attacks(), spec.divergence());
  }

  /** The mean over completions of each one's reduced divergence, times a factor. */
  private DivergenceObjective objective(int[] lengths, double factor) {
    int tokens = 0;
    for (int length : lengths) {
      tokens += length;
    }
    double[] weights = new double[tokens];
    int token = 0;
    for (int length : lengths) {
      for (double weight : spec.positions().of(length, spec.reduce())) {
        weights[token++] = factor * weight / lengths.length;
      }
    }
    return new DivergenceObjective(spec.divergence(), weights);
  }

  @Override
  public double rateShare() {
    return rule.rateShare();
  }

  @Override
  public void taken(Learner learner, Joined joined) {
    Measured measured = accumulated();
    pending = null;
    long start = System.nanoTime();
    OptionalDouble after = lookBack(learner);
    closeBatch();
    seconds += joined.seconds() + (System.nanoTime() - start) / 1e9;
    rule.observe(measured.kl().perCompletion(spec.divergence()), after);
    last =
        new Update(
            measured.kl(), measured.byAttack(), measured.moved(), measured.loss(), after, joined);
  }

  private Measured accumulated() {
    return Objects.requireNonNull(pending, "no gradient was accumulated");
  }

  /** Multiplies what the rule says, from the next update on. */
  void scale(double by) {
    factor = by;
  }

  /** The last update; null before the first of this process. */
  @Nullable Update last() {
    return last;
  }

  /** Lets go of the batch of an update that was not taken. */
  @Override
  public void close() {
    closeBatch();
  }

  /** Seconds since this was asked last. */
  double takeSeconds() {
    double taken = seconds;
    seconds = 0;
    return taken;
  }
}
