package dev.belay.torch.optim;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.format.SafetensorsFile;
import dev.belay.torch.format.SafetensorsWriter;
import dev.belay.torch.format.TensorEntry;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A running mean of the fp32 masters, {@code mean ← d · mean + (1 − d) · master} after each step
 * (Polyak averaging with exponential weights). It begins at the weights before training.
 */
public final class WeightAverage implements AutoCloseable {

  private final Map<Parameter, Tensor> means = new LinkedHashMap<>();
  private final double decay;

  /**
   * A mean that stands at the parameters' present masters.
   *
   * @param parameters those that are trained
   * @param decay d, in (0, 1)
   */
  public WeightAverage(List<Parameter> parameters, double decay) {
    if (!(decay > 0 && decay < 1)) {
      throw new IllegalArgumentException("ema_decay must lie in (0, 1), was " + decay);
    }
    this.decay = decay;
    try (TensorScope _ = new TensorScope()) {
      for (Parameter parameter : parameters) {
        means.put(parameter, TensorScope.retain(parameter.master().clone()));
      }
    }
  }

  /** Takes the masters in, once after each optimizer step. */
  public void update() {
    try (TensorScope _ = new TensorScope();
        Scalar share = new Scalar(1 - decay)) {
      means.forEach((parameter, mean) -> mean.lerp_(parameter.master(), share));
    }
  }

  /** The mean of a parameter's masters, fp32; what it computes with if it is not trained. */
  public Tensor of(Parameter parameter) {
    Tensor mean = means.get(parameter);
    return mean == null ? parameter.value() : mean;
  }

  /** Writes the means, replacing the file whole. */
  public void write(Path file) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    means.forEach((parameter, mean) -> writer.add(parameter.name(), mean));
    writer.write(file);
  }

  /**
   * Restores the means.
   *
   * @throws BadInputException if the file is broken or belongs to another model; nothing is changed
   *     then
   */
  public void read(Path file) {
    try (SafetensorsFile state = SafetensorsFile.open(file)) {
      List<String> issues = new ArrayList<>();
      means.forEach((parameter, mean) -> check(state, parameter.name(), mean, issues));
      if (!issues.isEmpty()) {
        throw new BadInputException(issues);
      }
      means.forEach((parameter, mean) -> mean.copy_(state.tensor(parameter.name())));
    }
  }

  private static void check(SafetensorsFile state, String name, Tensor mean, List<String> issues) {
    List<Long> shape = Arrays.stream(mean.shape()).boxed().toList();
    Optional<TensorEntry> entry = state.entry(name);
    if (entry.isEmpty() || !entry.get().shape().equals(shape)) {
      issues.add(
          "%s: has no mean of %s of shape %s: it belongs to another model."
              .formatted(state.path(), name, shape));
    }
  }

  @Override
  public void close() {
    means.values().forEach(Tensor::close);
  }
}
