package dev.belay.torch.model;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.format.SafetensorsFile;
import dev.belay.torch.format.TensorEntry;
import dev.belay.torch.tensor.TensorScope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** An adapter of a directory as PEFT writes it, read and checked against its base's shape. */
final class AdapterFiles implements AutoCloseable {

  private final SafetensorsFile file;
  private final Map<String, LowRank> adapters = new LinkedHashMap<>();

  private AdapterFiles(SafetensorsFile file) {
    this.file = file;
  }

  /**
   * Reads an adapter; its factors are copied into fp32.
   *
   * @param config of the base
   * @throws BadInputException if a tensor has no place beside the base, a factor is missing, or a
   *     shape does not fit; all at once
   */
  static AdapterFiles open(Path directory, DecoderConfig config) {
    AdapterConfig settings = AdapterConfig.read(directory);
    AdapterFiles files =
        new AdapterFiles(SafetensorsFile.open(directory.resolve(AdapterDirectory.WEIGHTS)));
    try (TensorScope _ = new TensorScope()) {
      files.read(settings, config);
      return files;
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private void read(AdapterConfig settings, DecoderConfig config) {
    List<String> issues = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (WeightShape weight : WeightShape.all(config)) {
      if (weight.shape().size() == 2 && weight.name().contains(".layers.")) {
        String down = LowRank.downName(weight.name());
        String up = LowRank.upName(weight.name());
        known.add(down);
        known.add(up);
        Optional<TensorEntry> first = file.entry(down);
        Optional<TensorEntry> second = file.entry(up);
        if (first.isPresent() || second.isPresent()) {
          check(weight, down, first, up, second, issues);
        }
        if (first.isPresent() && second.isPresent() && issues.isEmpty()) {
          add(settings, weight.name(), down, up);
        }
      }
    }
    for (String name : file.entries().keySet()) {
      if (!known.contains(name)) {
        issues.add(
            "%s: tensor %s has no place beside a %s model of this shape."
                .formatted(file.path(), name, config.family().modelType()));
      }
    }
    if (issues.isEmpty() && adapters.isEmpty()) {
      issues.add(file.path() + ": holds no adapter of any weight.");
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  private void check(
      WeightShape weight,
      String down,
      Optional<TensorEntry> first,
      String up,
      Optional<TensorEntry> second,
      List<String> issues) {
    long found =
        first.filter(one -> !one.shape().isEmpty()).map(one -> one.shape().get(0)).orElse(1L);
    long rank = Math.max(1, found); // The scale of rank 0 would be infinite.
    check(down, first, List.of(rank, weight.shape().get(1)), issues);
    check(up, second, List.of(weight.rows(), rank), issues);
  }

  private void check(
      String name, Optional<TensorEntry> entry, List<Long> shape, List<String> issues) {
    if (entry.isEmpty()) {
      issues.add("%s: tensor %s is missing.".formatted(file.path(), name));
    } else if (!entry.get().shape().equals(shape)) {
      issues.add(
          "%s: tensor %s is of shape %s; beside this base it must be of %s."
              .formatted(file.path(), name, entry.get().shape(), shape));
    } else if (!entry.get().type().isModelWeight()) {
      issues.add(
          "%s: tensor %s is of type %s; adapters are F32, F16 or BF16."
              .formatted(file.path(), name, entry.get().type()));
    }
  }

  private void add(AdapterConfig settings, String weight, String down, String up) {
    Tensor first = copy(down);
    String module = weight.substring(0, weight.length() - ".weight".length());
    adapters.put(weight, new LowRank(first, copy(up), settings.scale(module, (int) first.size(0))));
  }

  private Tensor copy(String name) {
    return TensorScope.retain(file.tensor(name).to(ScalarType.Float).contiguous().clone());
  }

  /** The adapter beside a weight, if it has one. */
  Optional<LowRank> adapter(String weight) {
    return Optional.ofNullable(adapters.get(weight));
  }

  /** The file of the factors. */
  Path path() {
    return file.path();
  }

  @Override
  public void close() {
    for (LowRank low : adapters.values()) {
      low.down().close();
      low.up().close();
    }
    adapters.clear();
    file.close();
  }
}
