package dev.belay.torch.decoder;

import dev.belay.torch.model.WeightShape;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.tensor.NativeMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Reads weights of a source, several as one where they are stacked by rows. */
final class WeightStack {

  private WeightStack() {}

  /**
   * The parts, one below the other, in the caller's scope. Nothing is copied when they are dense,
   * of the right type, and lie so in memory already.
   *
   * @throws IllegalArgumentException if the source lacks one, or its shape is not the
   *     configuration's
   */
  static Tensor read(WeightSource source, ScalarType type, List<WeightShape> parts) {
    List<Tensor> tensors = new ArrayList<>();
    boolean converted = false;
    for (WeightShape part : parts) {
      Tensor tensor = source.weight(part.name());
      checkShape(part, tensor);
      boolean fits = tensor.scalar_type().intern() == type;
      converted |= !fits;
      tensors.add(fits ? tensor : tensor.to(type));
    }
    if (tensors.size() == 1) {
      return tensors.getFirst().contiguous();
    }
    if (!converted && areAdjacent(tensors)) {
      long[] shape = tensors.getFirst().sizes().vec().get();
      shape[0] = parts.stream().mapToLong(WeightShape::rows).sum();
      return NativeMemory.tensor(NativeMemory.address(tensors.getFirst()), type, shape);
    }
    return torch.cat(new TensorVector(tensors.toArray(Tensor[]::new)), 0);
  }

  private static void checkShape(WeightShape part, Tensor tensor) {
    List<Long> shape = Arrays.stream(tensor.sizes().vec().get()).boxed().toList();
    if (!shape.equals(part.shape())) {
      throw new IllegalArgumentException(
          "%s has the shape %s, the configuration says %s"
              .formatted(part.name(), shape, part.shape()));
    }
  }

  private static boolean areAdjacent(List<Tensor> tensors) {
    long next = NativeMemory.address(tensors.getFirst());
    for (Tensor tensor : tensors) {
      if (!tensor.is_contiguous() || NativeMemory.address(tensor) != next) {
        return false;
      }
      next += tensor.nbytes();
    }
    return true;
  }
}
