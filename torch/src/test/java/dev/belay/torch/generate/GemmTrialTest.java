package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.torch.machine.Processor;
import dev.belay.torch.machine.Processor.Feature;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many rows a call must have for a row to keep its bits. */
class GemmTrialTest {

  private static final ProductShape WHOLE = new ProductShape(24, 64, false);
  private static final ProductShape BROKEN = new ProductShape(24, 48, true);

  /** One row goes another way where the inputs fill no whole blocks of 32. */
  private static final ScriptedGemm AMX =
      new ScriptedGemm(
          (rows, _, inputs) ->
              rows == 1 && inputs % 32 != 0 ? ScriptedGemm.oddThenEven(inputs) : ScriptedGemm::amx);

  @Test
  void anyNumberOfRowsWhereAllAgree() {
    assertThat(rows(ScriptedGemm.of(ScriptedGemm::amx), WHOLE)).contains(CallRows.ANY);
    assertThat(rows(AMX, WHOLE)).contains(CallRows.ANY);
  }

  @Test
  void oneRowIsFilledUpWhereItGoesAnotherWay() {
    assertThat(rows(AMX, BROKEN)).contains(new CallRows(2, Integer.MAX_VALUE));
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 3", "3, 7", "6, 7", "16, 31"})
  void fillsUpToTheFewestRowsThatAgree(int last, int least) {
    ScriptedGemm gemm =
        new ScriptedGemm(
            (rows, _, inputs) ->
                rows <= last ? ScriptedGemm.oddThenEven(inputs) : ScriptedGemm::amx);

    assertThat(rows(gemm, WHOLE)).contains(new CallRows(least, Integer.MAX_VALUE));
  }

  @ParameterizedTest
  @CsvSource({"16, 31, 288", "3, 7, 288", "33, 1, 32", "64, 1, 33", "200, 1, 64", "288, 1, 200"})
  void keepsToTheNumbersAroundTheReferenceWhereOneDiffers(int odd, int least, int most) {
    ScriptedGemm gemm =
        new ScriptedGemm(
            (rows, _, inputs) ->
                rows == odd ? ScriptedGemm.oddThenEven(inputs) : ScriptedGemm::amx);
    int limit = most == 288 ? Integer.MAX_VALUE : most; // There are no batches of more.

    assertThat(rows(gemm, WHOLE)).contains(new CallRows(least, limit));
  }

  @Test
  void theGreatestNumberOfRowsIsTriedHoweverWideTheProduct() {
    List<Integer> tried = new ArrayList<>();
    Gemm gemm =
        new Gemm() {
          @Override
          public Tensor pack(Tensor weight) {
            return weight;
          }

          @Override
          public Tensor multiply(Tensor input, Tensor packed, @Nullable Tensor bias) {
            tried.add((int) input.size(0));
            return torch.zeros(new long[] {input.size(0), 1});
          }

          @Override
          public String description() {
            return "nothing";
          }
        };
    GemmTrial trial = new GemmTrial(gemm, ComputeType.BFLOAT16);

    trial.rows(new ProductShape(40_000, 400, false), 150);
    assertThat(tried).containsExactly(32, 1, 2, 150);
    tried.clear();
    trial.rows(new ProductShape(40, 400, false), 150);
    assertThat(tried).containsExactly(32, 1, 2, 3, 7, 8, 16, 31, 33, 64, 150);
    tried.clear();
    trial.rows(new ProductShape(40, 400, false), 1);
    assertThat(tried).containsExactly(32, 1, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2147483647, 5, 5, 6",
    "2, 2147483647, 1, 2, 3",
    "7, 2147483647, 3, 7, 10",
    "1, 64, 64, 64, 65",
    "1, 64, 65, 33, 67", // 33 and 32
    "2, 64, 200, 50, 204",
    "32, 32, 33, 32, 65", // Twice 32, the second filled up.
    "31, 33, 34, 31, 65",
  })
  void callsShareTheRows(int least, int most, int rows, int ofACall, int room) {
    CallRows calls = new CallRows(least, most);

    assertThat(calls.of(rows)).isEqualTo(ofACall);
    assertThat(calls.room(rows)).isEqualTo(room);
    assertThat(Math.ceilDiv(rows, ofACall) * ofACall).isLessThanOrEqualTo(room);
  }

  @Test
  void noWayWhereARowsPlaceMatters() {
    ScriptedGemm gemm =
        new ScriptedGemm(
            (_, row, inputs) -> row == 17 ? ScriptedGemm.oddThenEven(inputs) : ScriptedGemm::amx);

    assertThat(rows(gemm, WHOLE)).isEmpty();
  }

  private static Optional<CallRows> rows(Gemm gemm, ProductShape shape) {
    return new GemmTrial(gemm, ComputeType.BFLOAT16).rows(shape, 288);
  }

  @Test
  void theEngineSaysHowItMultiplies() {
    GemmChoice choice = new GemmChoice(AMX, new TiledGemm(), ComputeType.BFLOAT16, 32);

    choice.plan(WHOLE, 288);
    assertThat(choice.description()).isEqualTo("scripted, bfloat16");
    choice.plan(BROKEN, 288);
    assertThat(choice.description())
        .isEqualTo("scripted, bfloat16; 1 row filled up to 2 (24×48 with bias)");
    assertThat(choice.callRows())
        .containsExactlyInAnyOrder(CallRows.ANY, new CallRows(2, Integer.MAX_VALUE));
  }

  @Test
  void theEngineSaysWhatTakesTheSlowWay() {
    Gemm gemm =
        new ScriptedGemm(
            (rows, row, inputs) ->
                (inputs == 64 && (rows == 33 || rows == 2)) || (inputs == 48 && row == 17)
                    ? ScriptedGemm.oddThenEven(inputs)
                    : ScriptedGemm::amx);
    Gemm slow = new TiledGemm();
    GemmChoice choice = new GemmChoice(gemm, slow, ComputeType.BFLOAT16, 32);

    assertThat(choice.plan(WHOLE, 288)).isEqualTo(new GemmPlan(gemm, new CallRows(3, 32)));
    assertThat(choice.description())
        .isEqualTo("scripted, bfloat16; 1 to 2 rows filled up to 3, at most 32 rows a call");
    assertThat(choice.plan(BROKEN, 288)).isEqualTo(new GemmPlan(slow, new CallRows(32, 32)));
    assertThat(choice.description())
        .isEqualTo(
            "scripted, bfloat16; 1 to 2 rows filled up to 3, at most 32 rows a call (24×64);"
                + " libtorch linear, 32 rows a call (24×48 with bias)");
  }

  /** Whatever is planned, on this processor, holds for other numbers than those that were tried. */
  @ParameterizedTest
  @CsvSource({
    "96, 64, false, BFLOAT16",
    "108, 80, true, BFLOAT16",
    "24, 48, false, BFLOAT16",
    "288, 576, false, BFLOAT16",
    "96, 64, true, FLOAT32",
    "24, 48, false, FLOAT32",
  })
  void plansKeepTheBitsOfARow(int outputs, int inputs, boolean biased, ComputeType wanted) {
    ProductShape shape = new ProductShape(outputs, inputs, biased);
    GemmChoice choice = GemmChoice.choose(wanted, 32);
    GemmPlan plan = choice.plan(shape, 288);
    Random random = new Random(inputs);
    try (TensorScope _ = new TensorScope()) {
      Tensor packed = plan.gemm().pack(numbers(random, outputs, inputs, choice));
      Tensor bias = biased ? numbers(random, 1, outputs, choice).view(-1) : null;
      Tensor input = numbers(random, 100, inputs, choice);
      Tensor expected = plan.gemm().multiply(input.narrow(0, 0, 32), packed, bias);
      for (int first = 0; first < 32; first += 5) {
        for (int count : new int[] {1, 2, 4, 5, 13}) {
          int rows = plan.rows().of(count);
          Tensor actual = plan.gemm().multiply(input.narrow(0, first, rows), packed, bias);
          int compared = Math.min(count, 32 - first);
          assertThat(actual.narrow(0, 0, compared).equal(expected.narrow(0, first, compared)))
              .isTrue();
        }
      }
    }
  }

  private static Tensor numbers(Random random, int rows, int columns, GemmChoice choice) {
    return ScriptedGemm.random(random, rows, columns).to(choice.computeType().scalarType());
  }

  /** AVX-512 without bfloat16 sums one row another way, AMX only where blocks are not whole. */
  @Test
  void oneRowOnThisProcessor() {
    Set<Feature> features =
        Processor.ofThisMachine().productFeatures(System.getenv("ONEDNN_MAX_CPU_ISA"));
    GemmChoice choice = GemmChoice.in(ComputeType.BFLOAT16, 32);
    int whole = choice.plan(new ProductShape(96, 64, false), 288).rows().of(1);
    int broken = choice.plan(new ProductShape(48, 48, false), 288).rows().of(1);
    if (features.contains(Feature.AMX_BF16)) {
      assertThat(whole).isEqualTo(1);
      assertThat(broken).isEqualTo(2);
    } else if (features.contains(Feature.AVX512) && !features.contains(Feature.AVX512_BF16)) {
      assertThat(whole).isEqualTo(2);
      assertThat(broken).isEqualTo(2);
    } else {
      assertThat(whole).isBetween(1, GemmTrial.REFERENCE);
      assertThat(broken).isBetween(1, GemmTrial.REFERENCE);
    }
  }
}
