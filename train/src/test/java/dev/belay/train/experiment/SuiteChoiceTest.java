package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.data.DataLocations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.EvaluateSpec;
import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteChoiceTest {

  @TempDir Path temp;

  private EvaluateSpec spec(List<String> suites, int limit, @Nullable Integer maxTokens) {
    return new SuiteChoice(
            suites, List.of("direct", "base64"), List.of(), limit, maxTokens, "refusal-patterns")
        .spec(DataLocations.of(temp));
  }

  @Test
  void whatASuiteMeasuresDecidesItsPurposeAndLength() {
    EvaluateSpec spec = spec(List.of("arithmetic", " builtin-safety:3 ", "builtin-twins"), 7, null);
    assertThat(spec.suites())
        .containsExactly(
            suite("arithmetic", Purpose.CAPABILITY, 7),
            suite("builtin-safety", Purpose.SAFETY, 3),
            suite("builtin-twins", Purpose.OVER_REFUSAL, 7));
    assertThat(spec.attacks()).containsExactly("direct", "base64");
    assertThat(spec.judge()).isEqualTo("refusal-patterns");
  }

  private static SuiteSpec suite(String name, Purpose purpose, int limit) {
    return new SuiteSpec(name, purpose, limit, EvaluateSpec.defaultMaxTokens(purpose), false);
  }

  @Test
  void aLengthOfOnesOwnIsThatOfEverySuite() {
    assertThat(spec(List.of("arithmetic", "builtin-safety"), 0, 9).suites())
        .allSatisfy(suite -> assertThat(suite.maxTokens()).isEqualTo(9))
        .allSatisfy(suite -> assertThat(suite.limit()).isZero());
  }

  @Test
  void everyBadNameIsReportedAtOnce() {
    assertThatThrownBy(
            () -> spec(List.of("arithmetics", "arithmetic", "arithmetic", "nothing"), 0, null))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e -> {
              assertThat(e.issues()).hasSize(3);
              assertThat(e.issues().get(0)).contains("arithmetics");
              assertThat(e.issues().get(1)).isEqualTo("suite arithmetic is given twice.");
              assertThat(e.issues().get(2)).contains("nothing");
            });
  }
}
