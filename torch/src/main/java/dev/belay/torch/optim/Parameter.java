package dev.belay.torch.optim;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Matmul;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.kernel.Rows;
import dev.belay.torch.library.NativeLibraries;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A trained weight with all that belongs to it. The optimizer moves the fp32 {@link #master()};
 * forward and backward passes read {@link #value()}, its rounding to the compute type. All tensors
 * are dense, of one shape, allocated once and owned by this object.
 */
public final class Parameter implements AutoCloseable {

  static {
    NativeLibraries.load();
  }

  private final String name;
  private final Tensor value;
  private final boolean rounded;
  private final boolean trained;
  private final Tensor master;
  private final Tensor grad;
  private final Tensor firstMoment;
  private final Tensor secondMoment;

  /**
   * Copies {@code initial}; the caller keeps it.
   *
   * @param name its Hugging Face name, say {@code model.norm.weight}
   * @param initial fp32, bf16 or fp16; any strides
   * @param compute bf16, or fp32 to compute with the master itself
   */
  public Parameter(String name, Tensor initial, ComputeType compute) {
    this.name = name;
    this.rounded = compute != ComputeType.FLOAT32;
    this.trained = true;
    try (TensorScope _ = new TensorScope()) {
      Tensor fp32 =
          torch.empty(
              initial.sizes(), new TensorOptions(ScalarType.Float), new MemoryFormatOptional());
      master = TensorScope.retain(fp32.copy_(initial));
      value =
          rounded
              ? TensorScope.retain(
                  torch
                      .empty(
                          initial.sizes(),
                          new TensorOptions(compute.scalarType()),
                          new MemoryFormatOptional())
                      .copy_(master))
              : master;
      grad = TensorScope.retain(torch.zeros_like(master));
      firstMoment = TensorScope.retain(torch.zeros_like(master));
      secondMoment = TensorScope.retain(torch.zeros_like(master));
    }
  }

  private Parameter(String name, Tensor value) {
    this.name = name;
    this.value = value;
    this.rounded = false;
    this.trained = false;
    this.master = value;
    try (TensorScope _ = new TensorScope()) {
      grad = empty(value.dim() > 1 ? 0 : value.numel());
      firstMoment = empty(0);
      secondMoment = empty(0);
    }
  }

  private static Tensor empty(long size) {
    return TensorScope.retain(torch.zeros(size));
  }

  /**
   * A weight that stands still: gradients of matrices are dropped, and there is nothing to train.
   * Vectors keep a gradient, which costs nothing.
   *
   * @param value dense, in the compute type; becomes the parameter's own
   */
  public static Parameter frozen(String name, Tensor value) {
    return new Parameter(name, value);
  }

  /** Whether it has a master and gradients. */
  public boolean isTrained() {
    return trained;
  }

  public String name() {
    return name;
  }

  /** What passes compute with: bf16, or the {@link #master()} itself. */
  public Tensor value() {
    return value;
  }

  /** The fp32 weights that the optimizer moves. */
  public Tensor master() {
    return master;
  }

  /** fp32 sum of the gradients since the last optimizer step, which zeroes it. */
  public Tensor grad() {
    return grad;
  }

  /** Adam's running mean of the gradient, fp32. */
  public Tensor firstMoment() {
    return firstMoment;
  }

  /** Adam's running mean of the squared gradient, fp32. */
  public Tensor secondMoment() {
    return secondMoment;
  }

  /** Number of weights. */
  public long size() {
    return master.numel();
  }

  /** Whether {@link #value()} is a rounded copy of the master, not the master itself. */
  public boolean isRounded() {
    return rounded;
  }

  /** Sets {@link #value()} from {@link #master()}, after the master was written. */
  public void refreshValue() {
    if (isRounded()) {
      value.copy_(master);
    }
  }

  /**
   * Adds a gradient to {@link #grad()}.
   *
   * @param gradient bf16 or fp32, dense, of the parameter's shape
   */
  public void addGradient(Tensor gradient) {
    if (gradient.numel() != size() || !gradient.is_contiguous()) {
      throw new IllegalArgumentException(
          "%s has %d weights; its gradient has %d or is not dense"
              .formatted(name, size(), gradient.numel()));
    }
    ComputeType type = ComputeType.of(gradient);
    long from = NativeMemory.address(gradient);
    long to = NativeMemory.address(grad);
    Parallel.elements(
        size(),
        (begin, end, _) ->
            Rows.add(type, Elements.at(type, from, begin), to + begin * 4, (int) (end - begin)));
  }

  /**
   * Adds the gradient of {@code output = input · weightᵀ} to {@link #grad()}: {@code gradOutputᵀ ·
   * input}. Does nothing to a weight that is not trained.
   *
   * @param gradOutput shape {@code [N, out]}
   * @param input shape {@code [N, in]}, of the same type
   */
  public void addProductGradient(Tensor gradOutput, Tensor input) {
    if (!trained) {
      return;
    }
    Matmul.addWeightGradient(gradOutput, input, grad);
  }

  @Override
  public void close() {
    if (isRounded()) {
      value.close();
    }
    master.close();
    grad.close();
    firstMoment.close();
    secondMoment.close();
  }
}
