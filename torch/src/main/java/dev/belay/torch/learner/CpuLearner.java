package dev.belay.torch.learner;

import dev.belay.core.model.Seeds;
import dev.belay.core.objective.DivergenceObjective;
import dev.belay.core.objective.Objective;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.run.Stateful;
import dev.belay.torch.decoder.ActivationStore;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.decoder.PackedBatch;
import dev.belay.torch.loss.Head;
import dev.belay.torch.loss.HeadRows;
import dev.belay.torch.loss.LanguageHead;
import dev.belay.torch.loss.ReferenceHead;
import dev.belay.torch.loss.ScalarHead;
import dev.belay.torch.model.LoraSettings;
import dev.belay.torch.model.ScalarWeights;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.optim.GradientNorm;
import dev.belay.torch.optim.GradientProjection;
import dev.belay.torch.optim.OptimizerState;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.optim.StartPull;
import dev.belay.torch.optim.WeightAverage;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** A decoder and its head, trained by AdamW. */
public final class CpuLearner implements Learner {

  private final Decoder decoder;
  private final Head head;
  private final AdamW optimizer;
  private final List<Parameter> trained;
  private final GradientProjection projection;
  private final @Nullable WeightAverage average;
  private final Optional<LoraSettings> adapter;
  private @Nullable StartPull pull;
  private final ActivationStore activations = ActivationStore.keepingAll();

  /** A learner of every weight of the decoder, which it owns. */
  public CpuLearner(Decoder decoder, Head head, AdamW optimizer, double emaDecay) {
    this(decoder, head, optimizer, emaDecay, Optional.empty());
  }

  /**
   * A learner, which owns the decoder.
   *
   * @param head reads the decoder's hidden states; closed with the learner
   * @param emaDecay decay of the running mean of the weights; 0 for none
   * @param adapter how the decoder's adapter was made, if it has one
   */
  public CpuLearner(
      Decoder decoder,
      Head head,
      AdamW optimizer,
      double emaDecay,
      Optional<LoraSettings> adapter) {
    this.adapter = adapter;
    this.decoder = decoder;
    this.head = head;
    this.optimizer = optimizer;
    this.trained =
        Stream.concat(
                decoder.trainedParameters().stream(),
                head.parameters().stream().filter(Parameter::isTrained))
            .distinct() // A language head's parameter is the decoder's.
            .toList();
    this.projection = new GradientProjection(trained);
    this.average = emaDecay > 0 ? new WeightAverage(trained, emaDecay) : null;
  }

  @Override
  public TokenScores room(int tokens, boolean reference) {
    return head.room(tokens, reference);
  }

  @Override
  public void score(PackedStep step, Reference.@Nullable Step reference, TokenScores scores) {
    for (PackedStep.MicroBatch packed : step.microBatches()) {
      PackedStep.MicroBatch batch = packed.apartFor(decoder.config());
      try (TensorScope _ = new TensorScope()) {
        Tensor hidden = decoder.forward(batch.packed().batch());
        head.score(rows(batch, hidden), referenceHead(batch, reference), scores);
      }
    }
  }

  @Override
  public double accumulate(
      PackedStep.MicroBatch packed,
      Objective objective,
      Reference.@Nullable Step reference,
      TokenScores scores) {
    PackedStep.MicroBatch batch = packed.apartFor(decoder.config());
    adapter.ifPresent(settings -> beginDropout(settings, batch));
    try (TensorScope _ = new TensorScope()) {
      Tensor hidden = decoder.forward(batch.packed().batch(), activations);
      Tensor hiddenGrad = torch.empty_like(hidden);
      double loss =
          head.forwardBackward(
              rows(batch, hidden), objective, referenceHead(batch, reference), hiddenGrad, scores);
      decoder.backward(hiddenGrad, activations);
      return loss;
    } finally {
      decoder.dropout().end();
    }
  }

  @Override
  public double accumulate(
      PackedStep.MicroBatch batch,
      DivergenceObjective objective,
      Reference reference,
      Perturbation perturbation,
      Perturbation.Scores scores) {
    if (!(reference instanceof CpuReference other)) {
      throw otherBackend(reference);
    }
    try (TensorScope _ = new TensorScope();
        EmbeddingAscent ascent = new EmbeddingAscent(decoder, head, other, perturbation)) {
      Tensor offsets = ascent.offsets(batch, objective, scores.clean());
      PackedBatch tokens = batch.packed().batch();
      Tensor otherHidden = other.decoder().forward(tokens, offsets);
      adapter.ifPresent(settings -> beginDropout(settings, batch));
      Tensor hidden = decoder.forward(tokens, offsets, activations);
      Tensor hiddenGrad = torch.empty_like(hidden);
      double loss =
          head.forwardBackward(
              rows(batch, hidden),
              objective,
              new ReferenceHead(otherHidden, other.head().weight().value()),
              hiddenGrad,
              scores.moved());
      decoder.backward(hiddenGrad, activations);
      return loss;
    } finally {
      decoder.dropout().end();
    }
  }

  /** Another one in every step; within a step it does not depend on how that is cut into passes. */
  private void beginDropout(LoraSettings settings, PackedStep.MicroBatch batch) {
    long seed = Seeds.derive(settings.seed(), "dropout", optimizer.steps());
    decoder.dropout().begin(seed, batch.packed().batch());
  }

  static HeadRows rows(PackedStep.MicroBatch batch, Tensor hidden) {
    return new HeadRows(
        hidden, batch.packed().rows(), batch.packed().targets(), batch.tokenOffset());
  }

  private static @Nullable ReferenceHead referenceHead(
      PackedStep.MicroBatch batch, Reference.@Nullable Step reference) {
    return switch (reference) {
      case null -> null;
      case CpuReference.Step step -> step.head(batch);
      default -> throw otherBackend(reference);
    };
  }

  private static IllegalArgumentException otherBackend(Object reference) {
    return new IllegalArgumentException(
        "the reference is of another backend: " + reference.getClass().getSimpleName());
  }

  @Override
  public double gradientNorm() {
    return GradientNorm.of(trained).value();
  }

  @Override
  public void step(double learningRate, double gradientScale) {
    optimizer.step(trained, learningRate, gradientScale);
    if (pull != null) {
      pull.afterStep(learningRate);
    }
    if (average != null) {
      average.update();
    }
  }

  @Override
  public StartPull pullToStart(StartPull.Settings settings) {
    if (pull != null) {
      throw new IllegalStateException("the weights are pulled already");
    }
    StartPull made = new StartPull(trained, settings);
    pull = made;
    return made;
  }

  @Override
  public void setGradientsAside() {
    projection.setAside();
  }

  @Override
  public GradientProjection.Result joinGradients(double weight, GradientProjection.Rule rule) {
    return projection.join(weight, rule, optimizer);
  }

  @Override
  public void dropGradients() {
    trained.forEach(parameter -> parameter.grad().zero_());
  }

  @Override
  public WeightSource weights() {
    return head instanceof ScalarHead scalar
        ? ScalarWeights.of(decoder, scalar.weight().value())
        : decoder;
  }

  @Override
  public WeightSource result() {
    if (average == null) {
      return weights();
    }
    WeightSource body = decoder.view(average::of);
    return head instanceof ScalarHead scalar
        ? ScalarWeights.of(body, average.of(scalar.weight()))
        : body;
  }

  @Override
  public Optional<LoraSettings> adapter() {
    return adapter;
  }

  @Override
  public Optional<Reference> start() {
    return adapter.isPresent() && head instanceof LanguageHead language
        ? Optional.of(new CpuReference(decoder.withoutAdapters(), language))
        : Optional.empty();
  }

  @Override
  public ComputeType type() {
    return decoder.type();
  }

  @Override
  public Stateful state() {
    return new Stateful() {
      @Override
      public String name() {
        return "optimizer";
      }

      @Override
      public void write(Path folder) throws IOException {
        OptimizerState.write(folder.resolve("optimizer.safetensors"), trained, optimizer);
        if (average != null) {
          average.write(folder.resolve("average.safetensors"));
        }
      }

      @Override
      public void read(Path folder) {
        OptimizerState.read(folder.resolve("optimizer.safetensors"), trained, optimizer);
        if (average != null) {
          average.read(folder.resolve("average.safetensors"));
        }
      }
    };
  }

  @Override
  public void close() {
    projection.close();
    activations.close();
    if (pull != null) {
      pull.close();
    }
    if (average != null) {
      average.close();
    }
    head.close();
    decoder.close();
  }
}
