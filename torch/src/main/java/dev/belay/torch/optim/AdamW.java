package dev.belay.torch.optim;

import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.tensor.NativeMemory;
import java.util.List;

/**
 * Adam with decoupled weight decay (arXiv 1711.05101, algorithm 2), equal to {@code
 * torch.optim.AdamW}. One pass over memory does everything: it moves the fp32 master and its
 * moments, rounds the new value to the compute type and zeroes the gradient.
 *
 * <p>Weight decay leaves vectors alone (norms and biases, all of one dimension), as the
 * Transformers trainer does.
 */
public final class AdamW {

  /**
   * The optimizer's constants.
   *
   * @param beta1 decay of the first moment, in [0, 1)
   * @param beta2 decay of the second moment, in [0, 1)
   * @param eps added to the root of the second moment, above 0
   * @param weightDecay λ: each step takes {@code rate · λ} of a weight away; 0 or more
   */
  public record Settings(double beta1, double beta2, double eps, double weightDecay) {

    /** The usual constants, without weight decay. */
    public static final Settings DEFAULT = new Settings(0.9, 0.999, 1e-8, 0);

    public Settings {
      requireDecay("beta1", beta1);
      requireDecay("beta2", beta2);
      if (!(eps > 0) || Double.isInfinite(eps)) {
        throw new IllegalArgumentException("eps must be above 0, was " + eps);
      }
      if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
        throw new IllegalArgumentException("weight_decay must be 0 or more, was " + weightDecay);
      }
    }

    private static void requireDecay(String name, double beta) {
      if (!(beta >= 0 && beta < 1)) {
        throw new IllegalArgumentException(name + " must lie in [0, 1), was " + beta);
      }
    }
  }

  private final Settings settings;
  private long steps;

  public AdamW(Settings settings) {
    this.settings = settings;
  }

  /** The constants. */
  Settings settings() {
    return settings;
  }

  /** Steps taken so far. */
  public long steps() {
    return steps;
  }

  /** Goes on as after that many steps, with moments that were restored. */
  public void resumeAt(long stepsTaken) {
    if (stepsTaken < 0) {
      throw new IllegalArgumentException("steps taken must be 0 or more, was " + stepsTaken);
    }
    steps = stepsTaken;
  }

  /**
   * Moves the parameters that are trained by their gradients, and zeroes these.
   *
   * @param learningRate of this step
   * @param gradientScale multiplies every gradient first: the clip's factor, or 1
   */
  public void step(List<Parameter> parameters, double learningRate, double gradientScale) {
    steps++;
    for (Parameter parameter : parameters) {
      if (!parameter.isTrained()) {
        continue; // It has no moments, and its value is not ours to write.
      }
      double decay = parameter.master().dim() > 1 ? settings.weightDecay() : 0;
      AdamWKernel kernel =
          new AdamWKernel(Memory.of(parameter), factors(learningRate, gradientScale, decay));
      Parallel.elements(parameter.size(), (from, to, _) -> kernel.run(from, to));
    }
  }

  private AdamWKernel.Factors factors(double rate, double gradientScale, double decay) {
    double t = steps;
    double correction1 = 1 - Math.pow(settings.beta1(), t);
    double correction2 = 1 - Math.pow(settings.beta2(), t);
    return new AdamWKernel.Factors(
        (float) gradientScale,
        (float) (1 - settings.beta1()),
        (float) settings.beta2(),
        (float) (1 - settings.beta2()),
        (float) Math.sqrt(correction2),
        (float) settings.eps(),
        (float) (rate / correction1),
        (float) (1 - rate * decay));
  }

  /**
   * Addresses of a parameter's tensors.
   *
   * @param rounded bf16 values, or 0 when the master itself is computed with
   */
  record Memory(long master, long rounded, long grad, long firstMoment, long secondMoment) {

    static Memory of(Parameter parameter) {
      return new Memory(
          NativeMemory.address(parameter.master()),
          parameter.isRounded() ? NativeMemory.address(parameter.value()) : 0,
          NativeMemory.address(parameter.grad()),
          NativeMemory.address(parameter.firstMoment()),
          NativeMemory.address(parameter.secondMoment()));
    }
  }
}
