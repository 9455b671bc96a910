package dev.belay.torch.learner;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.format.SafetensorsFile;
import dev.belay.torch.format.SafetensorsWriter;
import dev.belay.torch.format.TensorEntry;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A decoder over weights of its own, in fp32: a running mean in bf16 would stand still, since a
 * hundredth of a difference is less than its last digit.
 */
final class CpuMovableReference implements MovableReference {

  private final Copies copies;
  private final ComputeType type;
  private final Function<Decoder, Reference> around;
  private Reference current;

  /**
   * A reference that stands at the given weights.
   *
   * @param around makes a reference of a decoder, which it owns
   */
  CpuMovableReference(WeightSource start, ComputeType type, Function<Decoder, Reference> around) {
    this.type = type;
    this.around = around;
    try (Decoder names = Decoder.frozen(start, type)) {
      this.copies = new Copies(start, List.copyOf(names.weightNames()));
    }
    this.current = around.apply(Decoder.frozen(copies, type));
  }

  @Override
  public Step over(PackedStep step) {
    return current.over(step);
  }

  @Override
  public Step read(PackedStep step, Path file) {
    return current.read(step, file);
  }

  @Override
  public void move(WeightSource policy, double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("the share must lie in (0, 1], was " + share);
    }
    copies.move(policy, share);
    renew();
  }

  /** A frozen decoder may have copied some of the weights. */
  private void renew() {
    current.close();
    current = around.apply(Decoder.frozen(copies, type));
  }

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public void write(Path folder) throws IOException {
    copies.write(file(folder));
  }

  @Override
  public boolean outlivesTraining() {
    return false;
  }

  @Override
  public void read(Path folder) {
    copies.read(file(folder));
    renew();
  }

  private static Path file(Path folder) {
    return folder.resolve("reference.safetensors");
  }

  @Override
  public void close() {
    current.close();
    copies.close();
  }

  /** Weights by name, fp32. */
  private static final class Copies implements WeightSource, AutoCloseable {

    private final DecoderConfig config;
    private final Map<String, Tensor> weights = new LinkedHashMap<>();

    Copies(WeightSource start, List<String> names) {
      this.config = start.config();
      try (TensorScope _ = new TensorScope()) {
        for (String name : names) {
          weights.put(name, TensorScope.retain(inFp32(start.weight(name)).clone()));
        }
      }
    }

    private static Tensor inFp32(Tensor weight) {
      return weight.to(ScalarType.Float).contiguous();
    }

    @Override
    public DecoderConfig config() {
      return config;
    }

    @Override
    public Tensor weight(String name) {
      Tensor weight = weights.get(name);
      if (weight == null) {
        throw new IllegalArgumentException("the reference has no weight " + name);
      }
      return weight;
    }

    void move(WeightSource policy, double share) {
      try (TensorScope _ = new TensorScope();
          Scalar part = new Scalar(share)) {
        weights.forEach(
            (name, weight) -> {
              Tensor target = inFp32(policy.weight(name));
              if (share == 1) {
                weight.copy_(target);
              } else {
                weight.lerp_(target, part);
              }
            });
      }
    }

    void write(Path file) throws IOException {
      SafetensorsWriter writer = new SafetensorsWriter();
      weights.forEach(writer::add);
      writer.write(file);
    }

    void read(Path file) {
      try (SafetensorsFile kept = SafetensorsFile.open(file)) {
        List<String> issues = new ArrayList<>();
        weights.forEach((name, weight) -> check(kept, name, weight, issues));
        if (!issues.isEmpty()) {
          throw new BadInputException(issues);
        }
        weights.forEach((name, weight) -> weight.copy_(kept.tensor(name)));
      }
    }

    private static void check(
        SafetensorsFile kept, String name, Tensor weight, List<String> issues) {
      List<Long> shape = Arrays.stream(weight.shape()).boxed().toList();
      Optional<TensorEntry> entry = kept.entry(name);
      if (entry.isEmpty() || !entry.get().shape().equals(shape)) {
        issues.add(
            "%s: has no %s of shape %s: it belongs to another model."
                .formatted(kept.path(), name, shape));
      }
    }

    @Override
    public void close() {
      weights.values().forEach(Tensor::close);
      weights.clear();
    }
  }
}
