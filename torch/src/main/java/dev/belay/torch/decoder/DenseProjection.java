package dev.belay.torch.decoder;

import dev.belay.torch.kernel.Matmul;
import dev.belay.torch.optim.Parameter;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * One weight.
 *
 * @param weight {@code [out, in]}
 */
record DenseProjection(Parameter weight) implements Projection {

  @Override
  public void forward(Tensor input, Tensor output) {
    Matmul.forward(input, weight.value(), output);
  }

  @Override
  public void inputGradient(Tensor outputGrad, Tensor inputGrad) {
    Matmul.inputGradient(outputGrad, weight.value(), inputGrad);
  }

  @Override
  public void addGradients(Tensor outputGrad, Tensor input) {
    weight.addProductGradient(outputGrad, input);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weight);
  }

  @Override
  public Tensor merged() {
    return weight.value();
  }
}
