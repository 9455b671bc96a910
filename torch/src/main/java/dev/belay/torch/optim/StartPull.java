package dev.belay.torch.optim;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.format.SafetensorsFile;
import dev.belay.torch.format.SafetensorsWriter;
import dev.belay.torch.format.TensorEntry;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A pull of trained weights θ towards where they stood when it was made, θ₀: the gradient of {@code
 * (coef/2) Σ F (θ − θ₀)²} (the proximal term of Lisa, arXiv 2405.18641, with F = 1; elastic weight
 * consolidation, arXiv 1612.00796, eq. 3, with the diagonal Fisher information F). Value and slope
 * are 0 at θ₀.
 *
 * <p>Decoupled, it is a step of its own after Adam's, as weight decay is: {@code θ ← θ − min(1,
 * rate · coef · F) (θ − θ₀)}; the bound keeps a large F from throwing a weight past its start.
 *
 * <p>F is a mean over completions y of {@code (∂ log π₀(y|x) / ∂θ)²}, each of which is accumulated
 * as a gradient and {@link #addSquares squared}.
 */
public final class StartPull implements AutoCloseable {

  private static final int BLOCK = 1 << 14;

  /**
   * How it pulls.
   *
   * @param coef above 0
   * @param decoupled whether it is a step of its own, which the learner takes, or a gradient, which
   *     {@link #addGradient} adds
   * @param weighted whether each weight counts by F, which is 0 until squares are added
   */
  public record Settings(double coef, boolean decoupled, boolean weighted) {}

  private final List<Parameter> parameters;
  private final Settings settings;
  private final List<Tensor> starts = new ArrayList<>();
  private final List<Tensor> importances = new ArrayList<>();
  private long nanos;

  /** A pull towards where the parameters that are trained stand now. */
  public StartPull(List<Parameter> parameters, Settings settings) {
    this.parameters = parameters.stream().filter(Parameter::isTrained).toList();
    this.settings = settings;
    try (TensorScope _ = new TensorScope()) {
      for (Parameter parameter : this.parameters) {
        starts.add(TensorScope.retain(parameter.master().clone()));
        if (settings.weighted()) {
          importances.add(TensorScope.retain(torch.zeros_like(parameter.master())));
        }
      }
    }
  }

  public Settings settings() {
    return settings;
  }

  /** Adds {@code share} times the squares of the gradients to F; gradients are zero afterwards. */
  public void addSquares(double share) {
    for (int i = 0; i < parameters.size(); i++) {
      PullKernel kernel = kernel(i);
      Parallel.elements(
          parameters.get(i).size(), (from, to, _) -> kernel.addSquares((float) share, from, to));
    }
  }

  /** Adds {@code scale} times its gradient to what was accumulated, if it is coupled. */
  public void addGradient(double scale) {
    if (settings.decoupled()) {
      return;
    }
    long begun = System.nanoTime();
    float factor = (float) (scale * settings.coef());
    for (int i = 0; i < parameters.size(); i++) {
      PullKernel kernel = kernel(i);
      Parallel.elements(
          parameters.get(i).size(), (from, to, _) -> kernel.addGradient(factor, from, to));
    }
    nanos += System.nanoTime() - begun;
  }

  /** Takes its own step after the optimizer's, if it is decoupled. */
  public void afterStep(double learningRate) {
    if (!settings.decoupled()) {
      return;
    }
    long begun = System.nanoTime();
    float rate = (float) (learningRate * settings.coef());
    for (int i = 0; i < parameters.size(); i++) {
      PullKernel kernel = kernel(i);
      Parallel.elements(parameters.get(i).size(), (from, to, _) -> kernel.pull(rate, from, to));
      try (TensorScope _ = new TensorScope()) {
        parameters.get(i).refreshValue();
      }
    }
    nanos += System.nanoTime() - begun;
  }

  /** {@code (coef/2) Σ F (θ − θ₀)²} now. */
  public double value() {
    return settings.coef() / 2 * squares(true);
  }

  /** {@code |θ − θ₀|} now, whatever F. */
  public double distance() {
    return Math.sqrt(squares(false));
  }

  /** Seconds that pulling took since this was asked last. */
  public double takeSeconds() {
    double seconds = nanos / 1e9;
    nanos = 0;
    return seconds;
  }

  /** In blocks of fixed size whose sums are added in order, whatever the number of threads. */
  private double squares(boolean weighted) {
    double sum = 0;
    for (int i = 0; i < parameters.size(); i++) {
      PullKernel kernel = weighted ? kernel(i) : kernel(i, 0);
      long size = parameters.get(i).size();
      double[] blocks = new double[Math.toIntExact((size + BLOCK - 1) / BLOCK)];
      Parallel.rows(
          blocks.length,
          (from, to, _) -> {
            for (int block = from; block < to; block++) {
              long begin = (long) block * BLOCK;
              blocks[block] = kernel.squares(begin, Math.min(size, begin + BLOCK));
            }
          });
      sum += Arrays.stream(blocks).sum();
    }
    return sum;
  }

  private PullKernel kernel(int i) {
    return kernel(i, settings.weighted() ? NativeMemory.address(importances.get(i)) : 0);
  }

  private PullKernel kernel(int i, long importance) {
    Parameter parameter = parameters.get(i);
    return new PullKernel(
        NativeMemory.address(parameter.master()),
        NativeMemory.address(starts.get(i)),
        NativeMemory.address(parameter.grad()),
        importance);
  }

  /** The mean of F over all weights. */
  public double meanImportance() {
    double sum = 0;
    long weights = 0;
    try (TensorScope _ = new TensorScope()) {
      for (Tensor importance : importances) {
        sum += importance.sum().item_double();
        weights += importance.numel();
      }
    }
    return sum / weights;
  }

  /** Writes F, replacing the file whole. */
  public void write(Path file) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    for (int i = 0; i < importances.size(); i++) {
      writer.add(parameters.get(i).name(), importances.get(i));
    }
    writer.write(file);
  }

  /**
   * Restores F.
   *
   * @throws BadInputException if the file is broken or of another model; nothing is changed then
   */
  public void read(Path file) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      for (int i = 0; i < importances.size(); i++) {
        require(tensors, parameters.get(i).name(), importances.get(i));
      }
      for (int i = 0; i < importances.size(); i++) {
        importances.get(i).copy_(tensors.tensor(parameters.get(i).name()));
      }
    }
  }

  private static void require(SafetensorsFile tensors, String name, Tensor importance) {
    List<Long> shape = Arrays.stream(importance.shape()).boxed().toList();
    Optional<TensorEntry> entry = tensors.entry(name);
    if (entry.isEmpty() || !entry.get().shape().equals(shape)) {
      throw new BadInputException(
          "%s: has no Fisher information of %s of shape %s: it belongs to another model. Delete the file; it is made again."
              .formatted(tensors.path(), name, shape));
    }
  }

  @Override
  public void close() {
    starts.forEach(Tensor::close);
    importances.forEach(Tensor::close);
  }
}
