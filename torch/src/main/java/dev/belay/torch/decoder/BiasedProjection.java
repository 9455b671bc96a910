package dev.belay.torch.decoder;

import dev.belay.torch.kernel.Matmul;
import dev.belay.torch.optim.Parameter;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A weight and a bias, which is added before the product is rounded.
 *
 * @param weight {@code [out, in]}
 * @param bias {@code [out]}
 */
record BiasedProjection(Parameter weight, Parameter bias) implements Projection {

  @Override
  public void forward(Tensor input, Tensor output) {
    Matmul.forward(input, weight.value(), bias.value(), output);
  }

  @Override
  public void inputGradient(Tensor outputGrad, Tensor inputGrad) {
    Matmul.inputGradient(outputGrad, weight.value(), inputGrad);
  }

  @Override
  public void addGradients(Tensor outputGrad, Tensor input) {
    weight.addProductGradient(outputGrad, input);
    if (bias.isTrained()) {
      Matmul.addBiasGradient(outputGrad, bias.grad());
    }
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weight, bias);
  }

  @Override
  public Tensor merged() {
    return weight.value();
  }
}
