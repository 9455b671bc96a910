package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code belay compare} refuses, all at once and before anything runs. */
class CompareRefusalsTest extends TinyComparison {

  @Test
  void whatIsWrongWithAnyArmIsSaidAtOnceAndNothingIsRun() throws IOException {
    String yaml =
        TINY.replace("limit: 4 }\n  batch", "limits: 4 }\n  batch")
            + """
            arms:
              a: { train.epochs: many }
              b: { train.data.source: arithmetics, evaluate.judge: nobody }
            """;
    assertThat(compare(yaml, "--curve", "weights:2")).isEqualTo(2);
    assertThat(issues())
        .anySatisfy(line -> assertThat(line).contains("--curve: found 'weights:2'"))
        .anySatisfy(
            line -> assertThat(line).contains("r.yaml:6: train.data[0].limits: unknown key"))
        .anySatisfy(
            line -> assertThat(line).contains("r.yaml:19: train.epochs: ").endsWith("(arm a)"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("train.data[0]: no dataset \"arithmetics\"")
                    .endsWith("(arm b)"))
        .anySatisfy(line -> assertThat(line).contains("no judge \"nobody\"").endsWith("(arm b)"));
    assertThat(issues().stream().filter(line -> line.contains("limits"))).hasSize(1);
    assertThat(folder).doesNotExist();
  }

  @Test
  void armsOfAnotherBaseOrAnotherEvaluationAreRefused() throws IOException {
    Path first = recipe("a.yaml", TINY);
    Path second =
        recipe(
            "b.yaml",
            TINY.replace("name: tiny", "name: other")
                .replace("dtype: float32", "dtype: bfloat16")
                .replace("seed: 5", "seed: 6")
                .replace("builtin-safety:5", "builtin-safety:4"));
    assertThat(compare(List.of(first.toString(), second.toString()))).isEqualTo(2);
    assertThat(issues())
        .allSatisfy(line -> assertThat(line).startsWith("belay: arms tiny and other: "))
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("model.dtype is \"float32\" in the one and \"bfloat16\" in the other")
                    .contains("--set model.dtype=VALUE"))
        .anySatisfy(line -> assertThat(line).contains("seed is 5 in the one and 6 in the other"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("suites.builtin-safety.prompts is 5 in the one and 4")
                    .contains("Give all of them the same evaluate section"))
        .anySatisfy(line -> assertThat(line).contains("suites.builtin-safety.prompts_sha256"));
  }

  @Test
  void whatCannotBeComparedIsRefused() throws IOException {
    assertThat(compare(TINY)).isEqualTo(2);
    assertThat(issues()).singleElement().asString().contains("1 arm to compare; give two");
    assertThat(compare(TINY + "publish: both\narms: { a: {}, b: {} }\n")).isEqualTo(2);
    assertThat(issues()).singleElement().asString().contains("arms a and b: both publish as both");
    assertThat(compare(TWO, "--resume")).isEqualTo(2);
    assertThat(issues()).singleElement().asString().contains("no such comparison");
    Files.createDirectories(folder);
    assertThat(compare(TWO)).isEqualTo(2);
    assertThat(issues()).singleElement().asString().contains("exists already");
  }

  @Test
  void anArmIsNotGoneOnWithAsAnother() throws IOException {
    assertThat(compare(TWO, "--curve", "none")).isZero();
    assertThat(compare(TWO.replace("1.0e-2", "2.0e-2"), "--curve", "none", "--resume"))
        .isEqualTo(2);
    assertThat(issues())
        .singleElement()
        .asString()
        .contains("the arm fast was started with another recipe");
    // An arm more re-runs nothing.
    assertThat(compare(TWO + "  third: { train.epochs: 2 }\n", "--curve", "none", "--resume"))
        .isZero();
    assertThat(measured).containsEntry("measuring arithmetic after", 6L);
    assertThat(json().path("arms")).hasSize(3);
  }
}
