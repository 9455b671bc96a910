package dev.belay.torch.decoder;

import dev.belay.torch.optim.Parameter;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A linear layer of the decoder, {@code output = input · weightᵀ} and what is added to it. All
 * matrices are dense and in the compute type.
 *
 * <p>The gradient comes in two parts, since the backward pass computes a layer's input again from
 * the gradient of that input: first {@link #inputGradient}, then {@link #addGradients}. Both read
 * nothing but their arguments and the weights, so a low-rank addition needs no more.
 */
public interface Projection {

  /**
   * The product.
   *
   * @param input {@code [N, in]}
   * @param output {@code [N, out]}, written
   */
  void forward(Tensor input, Tensor output);

  /**
   * The gradient of the input.
   *
   * @param outputGrad {@code [N, out]}
   * @param inputGrad {@code [N, in]}, written
   */
  void inputGradient(Tensor outputGrad, Tensor inputGrad);

  /**
   * Adds to the gradients of the parameters that are trained.
   *
   * @param outputGrad {@code [N, out]}
   * @param input {@code [N, in]}, as it went forward
   */
  void addGradients(Tensor outputGrad, Tensor input);

  /** All that it consists of, in the order of the forward pass. */
  List<Parameter> parameters();

  /**
   * The weight {@code [out, in]} that has the same effect alone, bias apart. It belongs to the
   * projection, or is fp32 in the caller's scope where an adapter had to be merged.
   */
  Tensor merged();

  /** Those of {@link #parameters()} that the optimizer moves. */
  default List<Parameter> trained() {
    return parameters().stream().filter(Parameter::isTrained).toList();
  }
}
