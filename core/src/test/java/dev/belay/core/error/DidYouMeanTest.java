package dev.belay.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {

  private static final List<String> NAMES =
      List.of("svamp", "gsm8k", "builtin-safety", "arithmetic");

  @ParameterizedTest
  @CsvSource({
    "swamp, svamp",
    "SVAMP, svamp",
    "gsm8, gsm8k",
    "arithmetics, arithmetic",
    "arithmetci, arithmetic",
    "builtin, builtin-safety"
  })
  void near(String name, String expected) {
    assertThat(DidYouMean.closest(name, NAMES)).contains(expected);
    assertThat(DidYouMean.hint(name, NAMES)).isEqualTo(" Did you mean \"" + expected + "\"?");
  }

  @ParameterizedTest
  @CsvSource({"imagenet", "x", "svamp-but-with-a-tail-that-goes-on"})
  void notAlways(String name) {
    assertThat(DidYouMean.hint(name, List.of("gsm8k", "arithmetic"))).isEmpty();
  }

  @Test
  void nothingIsNearToNothing() {
    assertThat(DidYouMean.closest("", NAMES)).isEmpty();
    assertThat(DidYouMean.closest("a".repeat(100_000), NAMES)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"kitten, sitting, 3", "ab, ba, 1", "abc, abc, 0", "abc, '', 3"})
  void editDistance(String a, String b, int expected) {
    assertThat(DidYouMean.distance(a, b)).isEqualTo(expected);
  }
}
