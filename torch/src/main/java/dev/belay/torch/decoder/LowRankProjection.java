package dev.belay.torch.decoder;

import dev.belay.torch.kernel.WideProducts;
import dev.belay.torch.model.LowRank;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A projection with an adapter beside it: {@code output = base(input) + scale · (input · downᵀ) ·
 * upᵀ} at the rows of the base that have one (LoRA, arXiv 2106.09685, equation 3). The addition is
 * computed in fp32 whatever the compute type, and the sum is rounded once.
 */
final class LowRankProjection implements Projection {

  /**
   * The adapter of some outputs.
   *
   * @param firstRow of the base's weight, which may be a stack
   * @param down {@code [rank, in]}, fp32
   * @param up {@code [rows, rank]}, fp32
   * @param key tells its dropout from that of others
   */
  record Part(long firstRow, Parameter down, Parameter up, double scale, long key) {

    private Tensor of(Tensor stack) {
      return stack.narrow(1, firstRow, up.value().size(0));
    }
  }

  private final Projection base;
  private final List<Part> parts;
  private final AdapterDropout dropout;
  private final WideRows wide;

  /**
   * A projection.
   *
   * @param wide shared by all of a decoder, and closed by it
   */
  LowRankProjection(Projection base, List<Part> parts, AdapterDropout dropout, WideRows wide) {
    this.base = base;
    this.parts = List.copyOf(parts);
    this.dropout = dropout;
    this.wide = wide;
  }

  /** The projection without its adapter. */
  Projection base() {
    return base;
  }

  @Override
  public void forward(Tensor input, Tensor output) {
    base.forward(input, output);
    try (TensorScope _ = new TensorScope()) {
      Tensor x = wide.input(input);
      for (Part part : parts) {
        Tensor inner = WideProducts.of(dropout.kept(x, part.key), part.down.value().t());
        addProduct(part.of(output), inner, part.up.value().t(), part.scale);
      }
    }
  }

  @Override
  public void inputGradient(Tensor outputGrad, Tensor inputGrad) {
    base.inputGradient(outputGrad, inputGrad);
    try (TensorScope _ = new TensorScope()) {
      Tensor sum = wide.input(inputGrad);
      for (Part part : parts) {
        Tensor inner = WideProducts.of(wide.output(part.of(outputGrad)), part.up.value());
        if (dropout.isOn()) {
          Tensor grad = WideProducts.of(inner, part.down.value()).mul_(new Scalar(part.scale));
          sum.add_(dropout.kept(grad, part.key));
        } else {
          addProduct(sum, inner, part.down.value(), part.scale);
        }
      }
      if (!WideRows.isWide(inputGrad)) {
        inputGrad.copy_(sum);
      }
    }
  }

  @Override
  public void addGradients(Tensor outputGrad, Tensor input) {
    base.addGradients(outputGrad, input);
    try (TensorScope _ = new TensorScope()) {
      Tensor x = wide.input(input);
      for (Part part : parts) {
        if (part.down.isTrained()) {
          Tensor kept = dropout.kept(x, part.key);
          Tensor grad = wide.output(part.of(outputGrad));
          Tensor inner = WideProducts.of(kept, part.down.value().t());
          addProduct(part.up.grad(), grad.t(), inner, part.scale);
          Tensor innerGrad = WideProducts.of(grad, part.up.value());
          addProduct(part.down.grad(), innerGrad.t(), kept, part.scale);
        }
      }
    }
  }

  /** {@code target += scale · a · b}, in fp32; the target is rounded once. */
  private void addProduct(Tensor target, Tensor a, Tensor b, double scale) {
    Tensor sum = wide.output(target);
    WideProducts.add(sum, a, b, scale);
    if (!WideRows.isWide(target)) {
      target.copy_(sum);
    }
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(base.parameters());
    for (Part part : parts) {
      all.add(part.down);
      all.add(part.up);
    }
    return all;
  }

  @Override
  public Tensor merged() {
    Tensor stack = base.merged().to(ScalarType.Float, false, true, new MemoryFormatOptional());
    for (Part part : parts) {
      Tensor rows = stack.narrow(0, part.firstRow, part.up.value().size(0));
      new LowRank(part.down.value(), part.up.value(), part.scale).addTo(rows);
    }
    return stack;
  }
}
