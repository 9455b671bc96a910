package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name: x\nseed: !!int abc",
        "seed: !!int \"\"",
        "seed: !!int \"-\"",
        "seed: !!float \"\"",
        "name: !!binary \".\"",
        "name: \"\\x",
        "\"4294967296\\x",
        "\"a\\U",
        "\"\\xzz\"",
        "'a",
        "{a: b",
        "a: &x [*x]",
        "%YAML 9.9\n---\na: b",
        "? [a]\n: b",
      })
  void whatIsNoYamlIsSaidWithItsFile(String yaml) {
    assertThatThrownBy(() -> YamlReader.read(yaml, "r.yaml"))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("r.yaml:");
  }

  @Test
  void deepNestingIsSaidToo() {
    assertThatThrownBy(() -> YamlReader.read("a: " + "[".repeat(200_000), "r.yaml"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("nested too deeply");
  }
}
