package dev.belay.torch.decoder;

import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.LayerWeightShapes;
import dev.belay.torch.model.WeightShape;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** All parameters of a decoder, and which rows of them each Hugging Face name means. */
final class DecoderParameters implements AutoCloseable {

  /** Some rows of a parameter. */
  record Slice(Parameter parameter, long firstRow, long rows) {

    /** The same rows of a tensor of the parameter's shape, in the caller's scope. */
    Tensor of(Tensor whole) {
      return whole.narrow(0, firstRow, rows);
    }
  }

  private final WeightSource source;
  private final ComputeType type;
  private final boolean trained;
  private final List<Parameter> all = new ArrayList<>();
  private final Map<String, Slice> slices = new LinkedHashMap<>();
  private final List<LayerWeights> layers = new ArrayList<>();
  private final Parameter embedding;
  private final Parameter finalNorm;
  private final Parameter head;

  /** Weights to train, copied from {@code source}, which is not needed afterwards. */
  static DecoderParameters trained(WeightSource source, ComputeType type) {
    return new DecoderParameters(source, type, true);
  }

  /** Weights that stand still, in the memory of {@code source} where type and layout allow. */
  static DecoderParameters frozen(WeightSource source, ComputeType type) {
    return new DecoderParameters(source, type, false);
  }

  private DecoderParameters(WeightSource source, ComputeType type, boolean trained) {
    this.source = source;
    this.type = type;
    this.trained = trained;
    DecoderConfig config = source.config();
    try {
      this.embedding = single(WeightShape.embedding(config));
      for (int i = 0; i < config.layers(); i++) {
        layers.add(LayerWeights.read(new LayerWeightShapes(config, i), this::stacked));
      }
      this.finalNorm = single(WeightShape.finalNorm(config));
      this.head = config.tiedEmbeddings() ? embedding : single(WeightShape.head(config));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private Parameter single(WeightShape part) {
    return stacked(part.name(), List.of(part));
  }

  private Parameter stacked(String name, List<WeightShape> parts) {
    try (TensorScope _ = new TensorScope()) {
      Parameter parameter = trained ? trained(name, parts) : frozen(name, parts);
      all.add(parameter);
      long row = 0;
      for (WeightShape part : parts) {
        slices.put(part.name(), new Slice(parameter, row, part.rows()));
        row += part.rows();
      }
      return parameter;
    }
  }

  private Parameter trained(String name, List<WeightShape> parts) {
    ScalarType stored = source.weight(parts.getFirst().name()).scalar_type().intern();
    return new Parameter(name, WeightStack.read(source, stored, parts), type);
  }

  private Parameter frozen(String name, List<WeightShape> parts) {
    Tensor value = WeightStack.read(source, type.scalarType(), parts);
    return Parameter.frozen(name, TensorScope.retain(value));
  }

  /** Every parameter once, in the order of the forward pass. */
  List<Parameter> all() {
    return all;
  }

  /** By Hugging Face name, in the order of the forward pass. */
  Map<String, Slice> slices() {
    return slices;
  }

  List<LayerWeights> layers() {
    return layers;
  }

  Parameter embedding() {
    return embedding;
  }

  Parameter finalNorm() {
    return finalNorm;
  }

  /** The embedding itself when tied. */
  Parameter head() {
    return head;
  }

  @Override
  public void close() {
    all.forEach(Parameter::close);
    all.clear();
  }
}
