package dev.belay.torch.decoder;

import dev.belay.core.model.Seeds;
import dev.belay.torch.decoder.DecoderParameters.Adapter;
import dev.belay.torch.model.LoraSettings;
import dev.belay.torch.model.LowRank;
import dev.belay.torch.model.WeightShape;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Makes the adapter of a weight, if it gets one. */
@FunctionalInterface
interface AdapterMaker {

  /** No weight gets one. */
  AdapterMaker NONE = _ -> Optional.empty();

  /** The adapter of a weight {@code [out, in]}. */
  Optional<Adapter> adapter(WeightShape weight);

  /** Copies of a source's adapters, which stand still. */
  static AdapterMaker of(WeightSource source) {
    return weight -> {
      try (TensorScope _ = new TensorScope()) {
        return source.adapter(weight.name()).map(low -> still(weight.name(), low));
      }
    };
  }

  private static Adapter still(String weight, LowRank low) {
    return new Adapter(
        Parameter.frozen(down(weight), copy(low.down())),
        Parameter.frozen(up(weight), copy(low.up())),
        low.scale());
  }

  private static Tensor copy(Tensor tensor) {
    return TensorScope.retain(tensor.to(ScalarType.Float).contiguous().clone());
  }

  /**
   * New adapters, as PEFT begins them: {@code down} uniform in {@code ±1/√in}, {@code up} zero, so
   * that nothing is added yet.
   */
  static AdapterMaker fresh(LoraSettings settings) {
    return weight ->
        settings.targets(weight.name()) ? Optional.of(fresh(settings, weight)) : Optional.empty();
  }

  private static Adapter fresh(LoraSettings settings, WeightShape weight) {
    long in = weight.shape().get(1);
    try (TensorScope _ = new TensorScope()) {
      Tensor down = torch.zeros(settings.rank(), in);
      long address = NativeMemory.address(down);
      double bound = 1 / Math.sqrt((double) in);
      SplittableRandom random =
          new SplittableRandom(Seeds.derive(settings.seed(), "adapter", weight.name()));
      long size = settings.rank() * in;
      for (long i = 0; i < size; i++) {
        NativeMemory.setFloat(address + 4 * i, (float) random.nextDouble(-bound, bound));
      }
      return new Adapter(
          new Parameter(down(weight.name()), down, ComputeType.FLOAT32),
          new Parameter(
              up(weight.name()), torch.zeros(weight.rows(), settings.rank()), ComputeType.FLOAT32),
          settings.scale());
    }
  }

  private static String down(String weight) {
    return LowRank.downName(weight);
  }

  private static String up(String weight) {
    return LowRank.upName(weight);
  }
}
