package dev.belay.torch.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.belay.core.objective.ClippedPolicyLoss;
import dev.belay.core.objective.KlEstimator;
import dev.belay.core.objective.KlTerm;
import dev.belay.core.objective.LossAggregation;
import dev.belay.core.objective.Objective;
import dev.belay.core.objective.PolicyObjective;
import dev.belay.core.objective.RolloutBatch;
import dev.belay.core.objective.SftLoss;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses and gradients against torch's autograd in fp64; make_loss_goldens.py wrote the file. */
class LossParityTest {

  private static final JsonNode GOLDEN = read();

  private static JsonNode read() {
    try (InputStream in =
        Objects.requireNonNull(LossParityTest.class.getResourceAsStream("losses.json"))) {
      return new JsonMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<String> names() {
    return GOLDEN.get("cases").propertyStream().map(Map.Entry::getKey);
  }

  @ParameterizedTest
  @MethodSource("names")
  void lossAndGradientsEqualTorch(String name) {
    JsonNode expected = GOLDEN.get("cases").get(name);
    try (TensorScope _ = new TensorScope();
        Parameter head = new Parameter("head", matrix("head"), ComputeType.FLOAT32)) {
      Tensor hidden = matrix("hidden");
      Tensor dHidden = torch.empty_like(hidden);
      HeadResult result =
          new ChunkedHead(3, GOLDEN.get("temperature").asDouble())
              .forwardBackward(
                  new HeadRows(hidden, ints("rows"), ints("targets")),
                  head,
                  objective(name),
                  new ReferenceHead(matrix("ref_hidden"), matrix("ref_head")),
                  dHidden);
      double loss = expected.get("loss").asDouble();
      assertThat(result.loss()).isCloseTo(loss, within(1e-5));
      assertClose(HeadCase.array(dHidden), expected.get("hidden"));
      assertClose(HeadCase.array(head.grad()), expected.get("head"));
    }
  }

  private static Objective objective(String name) {
    return switch (name) {
      case "sft" -> new SftLoss(4);
      case "clipped" -> clipped(null, 0);
      case "clipped_k3" -> clipped(KlTerm.of(KlEstimator.K3, .3), 0);
      case "clipped_exact" -> clipped(KlTerm.of(KlEstimator.EXACT, .3), 0);
      case "clipped_entropy" -> clipped(null, .2);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Objective clipped(@Nullable KlTerm kl, double entropyCoef) {
    RolloutBatch batch =
        new RolloutBatch(
            new int[] {0, 2, 4},
            new float[4],
            floats(GOLDEN.get("ref")),
            floats(GOLDEN.get("old")));
    JsonNode advantages = GOLDEN.get("advantages");
    return new PolicyObjective(
        batch,
        batch.spread(new double[] {advantages.get(0).asDouble(), advantages.get(2).asDouble()}),
        LossAggregation.SEQ_MEAN_TOKEN_MEAN.tokenWeights(batch.lengths(), 9),
        ClippedPolicyLoss.ofTokens(.2, .28),
        kl,
        entropyCoef);
  }

  private static void assertClose(double[][] actual, JsonNode expected) {
    assertThat(actual.length).isEqualTo(expected.size());
    for (int i = 0; i < actual.length; i++) {
      for (int j = 0; j < actual[i].length; j++) {
        assertThat(actual[i][j]).isCloseTo(expected.get(i).get(j).asDouble(), within(2e-6));
      }
    }
  }

  private static Tensor matrix(String key) {
    JsonNode rows = GOLDEN.get(key);
    int width = rows.get(0).size();
    float[] values = new float[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(floats(rows.get(i)), 0, values, i * width, width);
    }
    return torch.tensor(values).view(rows.size(), width);
  }

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.get(i).asDouble();
    }
    return values;
  }

  private static int[] ints(String key) {
    JsonNode array = GOLDEN.get(key);
    int[] values = new int[array.size()];
    Arrays.setAll(values, i -> array.get(i).asInt());
    return values;
  }
}
