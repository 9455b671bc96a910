package dev.belay.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

class JsonDifferencesTest {

  @Test
  void everyKeyThatDiffersIsNamedWithBothValues() throws JsonProcessingException {
    assertThat(
            JsonDifferences.of(
                Json.MAPPER.readTree("{\"a\":1,\"b\":{\"c\":[1],\"d\":2},\"e\":null}"),
                Json.MAPPER.readTree("{\"a\":1,\"b\":{\"c\":[2],\"d\":2},\"f\":{}}")))
        .map(JsonDifferences.Difference::toString)
        .containsExactly(
            "b.c was [1] and is now [2]",
            "e was null and is now absent",
            "f was absent and is now present");
  }
}
