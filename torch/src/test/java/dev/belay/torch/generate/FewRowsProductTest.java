package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.torch.machine.Processor;
import dev.belay.torch.machine.Processor.Feature;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products of one or two rows: the sums in their order, and the bits of oneDNN. */
class FewRowsProductTest {

  @ParameterizedTest
  @CsvSource({
    "64, 8, 8, false",
    "64, 8, 4, true",
    "100, 96, 96, false", // A narrow panel that is not full.
    "100, 96, 32, true",
    "37, 10, 4, false", // Narrow panels only; a last run that is shorter.
    "200, 64, 48, true",
  })
  void sumsOddThenEvenRunByRun(int outputs, int inputs, int run, boolean biased) {
    ProductShape shape = new ProductShape(outputs, inputs, biased);
    assertSums(shape, new SumOrder.OddThenEven(run), ScriptedGemm.oddThenEven(run));
  }

  @ParameterizedTest
  @CsvSource({
    "64, 32, false",
    "100, 96, true", // A narrow panel that is not full.
    "37, 64, true", // Narrow panels only.
    "216, 80, false", // A last block that is shorter.
    "48, 48, true",
    "320, 10, false", // One block, shorter.
    "130, 576, true",
  })
  void sumsAsAmxDoes(int outputs, int inputs, boolean biased) {
    ProductShape shape = new ProductShape(outputs, inputs, biased);
    assertSums(shape, SumOrder.amx(), ScriptedGemm::amx);
  }

  /** Both numbers of rows give the bits of a sum in plain Java, bias added before rounding. */
  private static void assertSums(ProductShape shape, SumOrder order, ScriptedGemm.Sum sum) {
    Random random = new Random(shape.outputs() + shape.inputs() + order.length());
    try (TensorScope _ = new TensorScope()) {
      Tensor weight = ScriptedGemm.random(random, shape.outputs(), shape.inputs());
      Tensor bias = bias(random, shape);
      Tensor input = ScriptedGemm.random(random, 2, shape.inputs());
      Tensor expected = ScriptedGemm.of(sum).multiply(input, weight, bias);
      try (FewRowsProduct product = new FewRowsProduct(weight, order, bias)) {
        for (int rows = 1; rows <= FewRowsProduct.MOST_ROWS; rows++) {
          assertThat(ScriptedGemm.rows(multiply(product, input.narrow(0, 0, rows), shape)))
              .isDeepEqualTo(ScriptedGemm.rows(expected.narrow(0, 0, rows)));
        }
      }
    }
  }

  private static @Nullable Tensor bias(Random random, ProductShape shape) {
    return shape.biased() ? ScriptedGemm.random(random, shape.outputs(), 1).view(-1) : null;
  }

  private static Tensor multiply(FewRowsProduct product, Tensor input, ProductShape shape) {
    long address = product.multiply(NativeMemory.address(input), (int) input.size(0));
    return NativeMemory.tensor(address, ScalarType.BFloat16, input.size(0), shape.outputs());
  }

  /** AMX sums beside, AVX-512 with and without bfloat16 one after the other; AVX2 has no bf16. */
  @ParameterizedTest
  @CsvSource({
    "288, 576, false",
    "288, 1536, false",
    "480, 576, true",
    "256, 4096, false",
    "576, 960, true",
    "108, 80, false",
  })
  void findsTheOrderInWhichOneDnnSums(int outputs, int inputs, boolean biased) {
    ProductShape shape = new ProductShape(outputs, inputs, biased);
    GemmChoice choice = GemmChoice.in(ComputeType.BFLOAT16, 32);
    GemmPlan plan = choice.plan(shape, 32);
    Optional<SumOrder> order = choice.sumOrder(shape, plan);
    Set<Feature> features =
        Processor.ofThisMachine().productFeatures(System.getenv("ONEDNN_MAX_CPU_ISA"));
    if (features.contains(Feature.AMX_BF16)) {
      assertThat(order).contains(SumOrder.amx());
    } else if (features.contains(Feature.AVX512)) {
      assertThat(order).containsInstanceOf(SumOrder.OddThenEven.class);
    } else if (features.contains(Feature.AVX2)) {
      assertThat(choice.computeType()).isEqualTo(ComputeType.FLOAT32);
      assertThat(order).isEmpty();
    }
    order.ifPresent(found -> assertBitsOf(plan.gemm(), shape, found));
  }

  /** Every row of a batch, as pairs and alone. */
  private static void assertBitsOf(Gemm gemm, ProductShape shape, SumOrder order) {
    Random random = new Random(shape.inputs());
    try (TensorScope _ = new TensorScope()) {
      Tensor weight = ScriptedGemm.random(random, shape.outputs(), shape.inputs());
      Tensor bias = bias(random, shape);
      Tensor input = ScriptedGemm.random(random, 32, shape.inputs());
      Tensor expected = gemm.multiply(input, gemm.pack(weight), bias);
      try (FewRowsProduct product = new FewRowsProduct(weight, order, bias)) {
        for (int rows = 1; rows <= FewRowsProduct.MOST_ROWS; rows++) {
          for (int row = 0; row < 32; row += rows) {
            Tensor actual = multiply(product, input.narrow(0, row, rows), shape);
            assertThat(actual.equal(expected.narrow(0, row, rows))).isTrue();
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"64, 64, false", "96, 80, true", "48, 48, false", "70, 160, true"})
  void findsTheOrderOfAmx(int outputs, int inputs, boolean biased) {
    // One row goes another way there if the inputs fill no whole blocks.
    ScriptedGemm amx =
        new ScriptedGemm(
            (rows, _, k) ->
                rows == 1 && k % 32 != 0 ? ScriptedGemm.oddThenEven(k) : ScriptedGemm::amx);

    assertThat(order(amx, outputs, inputs, biased)).contains(SumOrder.amx());
  }

  @ParameterizedTest
  @CsvSource({"64, 64, 64", "96, 160, 96", "48, 1536, 768", "64, 4096, 768"})
  void findsRuns(int outputs, int inputs, int run) {
    ScriptedGemm gemm = ScriptedGemm.of(ScriptedGemm.oddThenEven(run));

    assertThat(order(gemm, outputs, inputs, false)).contains(new SumOrder.OddThenEven(run));
  }

  @Test
  void isNotUsedWhereTheSumsDiffer() {
    assertThat(order(ScriptedGemm.of(ScriptedGemm::backwards), 64, 64, false)).isEmpty();
    // Pairs need an even number of inputs.
    assertThat(order(ScriptedGemm.of(ScriptedGemm::amx), 64, 63, false)).isEmpty();
  }

  @Test
  void isNotUsedWhereOneOutputOfManyDiffers() {
    Gemm odd =
        new ScriptedGemm((_, row, _) -> row == 0 ? ScriptedGemm::amx : ScriptedGemm::backwards);

    assertThat(order(odd, 64, 64, false)).isEmpty();
  }

  private static Optional<SumOrder> order(Gemm gemm, int outputs, int inputs, boolean biased) {
    return FewRowsTrial.order(
        new GemmPlan(gemm, CallRows.ANY), new ProductShape(outputs, inputs, biased));
  }
}
