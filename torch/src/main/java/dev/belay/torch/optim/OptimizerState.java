package dev.belay.torch.optim;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.format.SafetensorsFile;
import dev.belay.torch.format.SafetensorsWriter;
import dev.belay.torch.format.TensorEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * All that an optimizer needs to go on as if it had never stopped, bit for bit: fp32 masters, both
 * moments and the number of steps, as a safetensors file. Gradients are not kept: a checkpoint lies
 * between steps, where they are zero.
 */
public final class OptimizerState {

  private static final String STEPS = "steps";

  private OptimizerState() {}

  private record Part(String name, Tensor tensor) {}

  /** Nothing of a parameter that stands still: its weights are the source's. */
  private static List<Part> parts(Parameter parameter) {
    if (!parameter.isTrained()) {
      return List.of();
    }
    return List.of(
        new Part(parameter.name() + ".master", parameter.master()),
        new Part(parameter.name() + ".first_moment", parameter.firstMoment()),
        new Part(parameter.name() + ".second_moment", parameter.secondMoment()));
  }

  /** Writes the state, replacing the file whole. */
  public static void write(Path file, List<Parameter> parameters, AdamW optimizer)
      throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.metadata(STEPS, Long.toString(optimizer.steps()));
    for (Parameter parameter : parameters) {
      parts(parameter).forEach(part -> writer.add(part.name(), part.tensor()));
    }
    writer.write(file);
  }

  /**
   * Restores parameters and optimizer; gradients become zero.
   *
   * @throws BadInputException if the file is broken or belongs to another model; nothing is changed
   *     then
   */
  public static void read(Path file, List<Parameter> parameters, AdamW optimizer) {
    try (SafetensorsFile state = SafetensorsFile.open(file)) {
      List<Part> parts = parameters.stream().flatMap(p -> parts(p).stream()).toList();
      long steps = check(state, parts);
      for (Part part : parts) {
        part.tensor().copy_(state.tensor(part.name()));
      }
      parameters.stream().filter(Parameter::isTrained).forEach(OptimizerState::refresh);
      optimizer.resumeAt(steps);
    }
  }

  private static void refresh(Parameter parameter) {
    parameter.refreshValue();
    parameter.grad().zero_();
  }

  /** The number of steps, once everything is known to fit. */
  private static long check(SafetensorsFile state, List<Part> parts) {
    List<String> issues = new ArrayList<>();
    String steps = state.metadata().getOrDefault(STEPS, "");
    if (!steps.matches("\\d{1,18}")) {
      issues.add(
          "%s: carries no number of steps, so it is no optimizer state.".formatted(state.path()));
    }
    for (Part part : parts) {
      Optional<TensorEntry> entry = state.entry(part.name());
      List<Long> shape = Arrays.stream(part.tensor().shape()).boxed().toList();
      if (entry.isEmpty()) {
        issues.add("%s: has no tensor %s.".formatted(state.path(), part.name()));
      } else if (!entry.get().shape().equals(shape)) {
        issues.add(
            "%s: tensor %s is of shape %s, the model's of %s."
                .formatted(state.path(), part.name(), entry.get().shape(), shape));
      }
    }
    if (state.entries().size() > parts.size()) {
      issues.add(
          "%s: holds %d tensors, the model needs %d: it belongs to another one."
              .formatted(state.path(), state.entries().size(), parts.size()));
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return Long.parseLong(steps);
  }
}
