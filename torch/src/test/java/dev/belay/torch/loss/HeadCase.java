package dev.belay.torch.loss;

import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A small head with random weights, as tensors and as {@link NaiveHead}. Lives in a scope. */
final class HeadCase implements AutoCloseable {

  static final int[] ROWS = {0, 2, 3, 4, 6};
  static final int[] TARGETS = {5, 0, 36, 17, 5};
  private static final int N = 7;
  private static final int WIDTH = 5;
  private static final int VOCABULARY = 37; // whole vectors and a tail

  final Tensor hidden;
  final Parameter head;
  final Tensor dHidden;
  final NaiveHead naive;
  final ReferenceHead reference;
  final NaiveHead naiveReference;

  HeadCase(ComputeType type, double temperature) {
    Random random = new Random(7);
    hidden = matrix(random, N, WIDTH, type);
    Tensor weight = matrix(random, VOCABULARY, WIDTH, type);
    head = new Parameter("lm_head.weight", weight, type);
    dHidden = torch.full_like(hidden, new org.bytedeco.pytorch.Scalar(99));
    Tensor otherHidden = matrix(random, N, WIDTH + 2, type);
    Tensor otherWeight = matrix(random, VOCABULARY, WIDTH + 2, type);
    reference = new ReferenceHead(otherHidden, otherWeight);
    naive = new NaiveHead(array(hidden), array(weight), temperature, ROWS, TARGETS);
    naiveReference =
        new NaiveHead(array(otherHidden), array(otherWeight), temperature, ROWS, TARGETS);
  }

  HeadRows rows() {
    return new HeadRows(hidden, ROWS, TARGETS);
  }

  private static Tensor matrix(Random random, int rows, int columns, ComputeType type) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return torch.tensor(values).view(rows, columns).to(type.scalarType()).clone();
  }

  static double[][] array(Tensor matrix) {
    int rows = (int) matrix.size(0);
    int columns = (int) matrix.size(1);
    FloatPointer values = matrix.to(ScalarType.Float).contiguous().data_ptr_float();
    double[][] array = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        array[i][j] = values.get((long) i * columns + j);
      }
    }
    return array;
  }

  @Override
  public void close() {
    head.close();
  }
}
