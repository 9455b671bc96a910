package dev.belay.torch.generate;

import dev.belay.torch.library.NativeLibraries;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * oneDNN with the weight in its own blocked order: a third faster than a plain linear at a few rows
 * a step, and independent of the number of rows. libtorch offers it through the dispatcher only.
 */
final class OneDnnGemm implements Gemm {

  static {
    NativeLibraries.load();
  }

  private final OperatorHandle reorder =
      Dispatcher.singleton().findSchemaOrThrow("mkldnn::_reorder_linear_weight", "");
  private final OperatorHandle linear =
      Dispatcher.singleton().findSchemaOrThrow("mkldnn::_linear_pointwise", "");
  private final IValue none = new IValue();
  private final IValue noPostOperation = new IValue("none");
  private final IValue noScalars =
      new IValue(
          new GenericList(
              linear.schema().arguments().getPointer(4).real_type().get().containedType(0)));

  @Override
  public Tensor pack(Tensor weight) {
    try (IValue weightValue = new IValue(weight);
        IValueVector stack = new IValueVector(weightValue, none)) {
      reorder.callBoxed(stack);
      return new Tensor(stack.get(0).toTensor());
    }
  }

  @Override
  public Tensor multiply(Tensor input, Tensor packed, @Nullable Tensor bias) {
    try (IValue inputValue = new IValue(input);
        IValue weightValue = new IValue(packed);
        IValue biasValue = bias == null ? new IValue() : new IValue(bias);
        IValueVector stack =
            new IValueVector(
                inputValue, weightValue, biasValue, noPostOperation, noScalars, none)) {
      linear.callBoxed(stack);
      return new Tensor(stack.get(0).toTensor());
    }
  }

  @Override
  public String description() {
    return "oneDNN packed";
  }
}
