package dev.belay.torch.decoder;

import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.LayerWeightShapes;
import dev.belay.torch.model.LowRank;
import dev.belay.torch.model.WeightShape;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** All parameters of a decoder, and which rows of them each Hugging Face name means. */
final class DecoderParameters implements AutoCloseable {

  /** Some rows of a parameter. */
  record Slice(Parameter parameter, long firstRow, long rows) {

    /** The same rows of a tensor of the parameter's shape, in the caller's scope. */
    Tensor of(Tensor whole) {
      return whole.narrow(0, firstRow, rows);
    }
  }

  /** What stands beside a weight, by its Hugging Face name. */
  record Adapter(Parameter down, Parameter up, double scale) {

    LowRank of(Function<Parameter, Tensor> tensorOf) {
      return new LowRank(tensorOf.apply(down), tensorOf.apply(up), scale);
    }
  }

  private final List<Parameter> owned = new ArrayList<>();
  private final List<Parameter> all = new ArrayList<>();
  private final Map<String, Slice> slices = new LinkedHashMap<>();
  private final Map<String, Adapter> adapters = new LinkedHashMap<>();
  private final List<LayerWeights> layers = new ArrayList<>();
  private final WideRows wide = new WideRows();
  private final Parameter embedding;
  private final Parameter finalNorm;
  private final Parameter head;

  /**
   * Weights to train, copied from {@code source}, which is not needed afterwards.
   *
   * @param headStandsStill whether the head is not trained
   */
  static DecoderParameters trained(WeightSource source, ComputeType type, boolean headStandsStill) {
    DecoderConfig config = source.config();
    String head =
        (config.tiedEmbeddings() ? WeightShape.embedding(config) : WeightShape.head(config)).name();
    Reader reader =
        new Reader(AdapterMaker.NONE, null) {
          @Override
          Parameter parameter(String name, List<WeightShape> parts) {
            if (headStandsStill && name.equals(head)) {
              Tensor value = WeightStack.read(source, type.scalarType(), parts).clone();
              return Parameter.frozen(name, TensorScope.retain(value));
            }
            ScalarType stored = source.weight(parts.getFirst().name()).scalar_type().intern();
            return new Parameter(name, WeightStack.read(source, stored, parts), type);
          }
        };
    return new DecoderParameters(config, reader);
  }

  /**
   * Weights that stand still, in the memory of {@code source} where type and layout allow; an
   * adapter of the source stays beside them.
   */
  static DecoderParameters frozen(WeightSource source, ComputeType type) {
    return new DecoderParameters(
        source.config(),
        still(source.base(), type, AdapterMaker.of(source), new AdapterDropout(0)));
  }

  /** Weights that stand still, likewise, with adapters to train beside them. */
  static DecoderParameters adapted(
      WeightSource source, ComputeType type, AdapterMaker maker, AdapterDropout dropout) {
    return new DecoderParameters(source.config(), still(source, type, maker, dropout));
  }

  private static Reader still(
      WeightSource source, ComputeType type, AdapterMaker maker, AdapterDropout dropout) {
    return new Reader(maker, dropout) {
      @Override
      Parameter parameter(String name, List<WeightShape> parts) {
        Tensor value = WeightStack.read(source, type.scalarType(), parts);
        return Parameter.frozen(name, TensorScope.retain(value));
      }
    };
  }

  private DecoderParameters(DecoderConfig config, Reader reader) {
    reader.into = this;
    try {
      this.embedding = reader.read(WeightShape.embedding(config));
      for (int i = 0; i < config.layers(); i++) {
        layers.add(LayerWeights.read(new LayerWeightShapes(config, i), reader));
      }
      this.finalNorm = reader.read(WeightShape.finalNorm(config));
      this.head = config.tiedEmbeddings() ? embedding : reader.read(WeightShape.head(config));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** The parameters of another decoder, which keeps them, with every adapter off. */
  private DecoderParameters(DecoderParameters adapted) {
    slices.putAll(adapted.slices);
    adapted.slices.values().stream().map(Slice::parameter).distinct().forEach(all::add);
    adapted.layers.forEach(layer -> layers.add(layer.withoutAdapters()));
    this.embedding = adapted.embedding;
    this.finalNorm = adapted.finalNorm;
    this.head = adapted.head;
  }

  /** The same parameters with every adapter off; closing them closes nothing. */
  DecoderParameters withoutAdapters() {
    return new DecoderParameters(this);
  }

  /** Reads parameters one by one, in the order of the forward pass. */
  private abstract static class Reader implements LayerWeights.Reader {

    private final AdapterMaker maker;
    private final @Nullable AdapterDropout dropout;
    private @Nullable DecoderParameters into;

    Reader(AdapterMaker maker, @Nullable AdapterDropout dropout) {
      this.maker = maker;
      this.dropout = dropout;
    }

    abstract Parameter parameter(String name, List<WeightShape> parts);

    @Override
    public Parameter read(String name, List<WeightShape> parts) {
      try (TensorScope _ = new TensorScope()) {
        return into().add(parameter(name, parts), parts);
      }
    }

    @Override
    public Projection adapted(Projection base, List<WeightShape> parts) {
      AdapterDropout shared = dropout;
      if (shared == null) {
        return base;
      }
      List<LowRankProjection.Part> low = new ArrayList<>();
      long row = 0;
      for (WeightShape part : parts) {
        Optional<Adapter> made = maker.adapter(part);
        if (made.isPresent()) {
          Adapter adapter = made.get();
          int key = into().add(part.name(), adapter);
          low.add(
              new LowRankProjection.Part(row, adapter.down(), adapter.up(), adapter.scale(), key));
        }
        row += part.rows();
      }
      return low.isEmpty() ? base : new LowRankProjection(base, low, shared, into().wide);
    }

    private DecoderParameters into() {
      return Objects.requireNonNull(into);
    }
  }

  private Parameter add(Parameter parameter, List<WeightShape> parts) {
    own(parameter);
    long row = 0;
    for (WeightShape part : parts) {
      slices.put(part.name(), new Slice(parameter, row, part.rows()));
      row += part.rows();
    }
    return parameter;
  }

  /** Returns how many there were before. */
  private int add(String weight, Adapter adapter) {
    own(adapter.down());
    own(adapter.up());
    adapters.put(weight, adapter);
    return adapters.size() - 1;
  }

  private void own(Parameter parameter) {
    all.add(parameter);
    owned.add(parameter);
  }

  /** Every parameter once, in the order of the forward pass. */
  List<Parameter> all() {
    return all;
  }

  /** By Hugging Face name, in the order of the forward pass. */
  Map<String, Slice> slices() {
    return slices;
  }

  /** By the Hugging Face name of the weight that it stands beside. */
  Map<String, Adapter> adapters() {
    return adapters;
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
    owned.forEach(Parameter::close);
    owned.clear();
    wide.close();
  }
}
