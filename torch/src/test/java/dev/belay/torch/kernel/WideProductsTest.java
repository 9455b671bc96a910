package dev.belay.torch.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.torch.library.BlasThreads;
import dev.belay.torch.tensor.ScopedTensors;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products by rows, against sums in fp64. */
@ExtendWith(ScopedTensors.class)
class WideProductsTest {

  private static double largest(Tensor a, Tensor b) {
    return a.sub(b).abs().max().item().toDouble();
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1, 7, 5", "2, 16, 3", "67, 96, 16", "300, 16, 129"})
  void equalPlainProducts(int rows, int inner, int columns) {
    Tensor a = torch.randn(rows, inner);
    Tensor b = torch.randn(inner, columns);
    Tensor exact = a.to(ScalarType.Double).mm(b.to(ScalarType.Double));
    assertThat(largest(WideProducts.of(a, b).to(ScalarType.Double), exact)).isLessThan(1e-4);

    Tensor target = torch.randn(rows, columns);
    Tensor wanted = target.to(ScalarType.Double).add(exact).add(exact);
    WideProducts.add(target, a, b, 2);
    assertThat(largest(target.to(ScalarType.Double), wanted)).isLessThan(1e-4);
  }

  /** Gradients of both factors multiply transposed views, and add to rows of a stack. */
  @Test
  void takeViews() {
    Tensor a = torch.randn(40, 6);
    Tensor b = torch.randn(40, 9);
    Tensor target = torch.zeros(20, 9);
    WideProducts.add(target.narrow(0, 7, 6), a.t(), b, 1);
    Tensor exact = a.to(ScalarType.Double).t().mm(b.to(ScalarType.Double));
    assertThat(largest(target.narrow(0, 7, 6).to(ScalarType.Double), exact)).isLessThan(1e-4);
    assertThat(target.narrow(0, 0, 7).abs().max().item().toDouble()).isZero();
    assertThat(target.narrow(0, 13, 7).abs().max().item().toDouble()).isZero();
  }

  @Test
  void leaveTheLibrarysThreadsAsTheyWere() {
    int before = BlasThreads.count();
    AtomicInteger within = new AtomicInteger();
    BlasThreads.one(() -> BlasThreads.one(() -> within.set(BlasThreads.count())));
    assertThat(within.get()).isEqualTo(before == 0 ? 0 : 1);
    assertThat(BlasThreads.count()).isEqualTo(before);
  }
}
