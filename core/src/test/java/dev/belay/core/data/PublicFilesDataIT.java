package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.verify.MathVerifier;
import dev.belay.core.verify.Verdict;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The public files themselves, from the folders of {@code BELAY_DATA}. */
class PublicFilesDataIT {

  private final DataLocations locations = DataLocations.fromEnvironment(null);
  private final DatasetCatalog catalog = DatasetCatalog.standard(locations);

  @ParameterizedTest
  @CsvSource({
    "svamp, train, 700", "svamp, test, 300", "svamp, all, 1000", "gsm8k, train, 7473",
    "gsm8k, test, 1319", "alignment, train, 2483", "benign, all, 18793", "benign, test, 1000",
    "hh-harmless, test, 2308", "ifeval, test, 541"
  })
  void sizes(String name, String split, int size) {
    assertThat(catalog.samples(DatasetSpec.named(name, split))).hasSize(size);
  }

  @ParameterizedTest
  @CsvSource({"svamp", "gsm8k"})
  void trainAndTestShareNoPrompt(String name) {
    OverlapCheck.requireDisjoint(
        catalog.problems(DatasetSpec.named(name, "train")),
        catalog.problems(DatasetSpec.named(name, "test")));
  }

  @ParameterizedTest
  @CsvSource({"svamp, all", "gsm8k, train", "gsm8k, test", "arithmetic, train", "arithmetic, test"})
  void everySolutionIsCorrectAndEveryOtherAnswerIsNot(String name, String split) {
    MathVerifier verifier = new MathVerifier();
    for (Problem problem : catalog.problems(DatasetSpec.named(name, split))) {
      String solution = Objects.requireNonNull(problem.solution());
      assertThat(verifier.verify(solution, problem.gold()).state())
          .as(problem.toString())
          .isEqualTo(Verdict.State.CORRECT);
      assertThat(verifier.verify(solution + "\n#### 123456789", problem.gold()).state())
          .isEqualTo(Verdict.State.INCORRECT);
    }
  }

  /** The solution as it is, but for the number that it ends in. */
  @ParameterizedTest
  @ValueSource(strings = {"train", "test"})
  void aSolutionWithAnotherFinalNumberIsIncorrect(String split) {
    MathVerifier verifier = new MathVerifier();
    for (Problem problem : catalog.problems(DatasetSpec.named("gsm8k", split))) {
      String solution = Objects.requireNonNull(problem.solution());
      BigDecimal gold = new BigDecimal(problem.gold().replace(",", ""));
      int mark = solution.lastIndexOf("####");
      assertThat(mark).isPositive();
      String changed = solution.substring(0, mark) + "#### " + gold.add(BigDecimal.ONE);
      assertThat(verifier.verify(changed, problem.gold()).state())
          .isEqualTo(Verdict.State.INCORRECT);
    }
  }

  @Test
  void builtinPromptsAreNotThoseOfPublicSets() {
    List<Sample> shipped = new ArrayList<>(new BuiltinSafety().prompts("all"));
    shipped.addAll(new EverydayInstructions().prompts("all"));
    List<Sample> published = new ArrayList<>();
    published.addAll(csv("safety/advbench/advbench_behaviors.csv", "Behavior"));
    published.addAll(csv("safety/harmbench/harmbench_behaviors_text_all.csv", "Behavior"));
    published.addAll(csv("safety/strongreject/strongreject_dataset.csv", "forbidden_prompt"));
    published.addAll(csv("safety/xstest/xstest_prompts.csv", "prompt"));
    published.addAll(csv("safety/simple_safety_tests/simple_safety_tests.csv", "prompts_final"));
    published.addAll(csv("safety/maliciousinstruct/MaliciousInstruct.txt", "text"));
    Stream.of("JBC-vicuna-13b-v1.5", "PAIR-vicuna-13b-v1.5")
        .forEach(name -> published.addAll(jailbreaks("safety/jailbreakbench/" + name + ".json")));
    published.addAll(catalog.samples(new DatasetSpec("alignment", null)));
    assertThat(published).hasSizeGreaterThan(4000);
    OverlapCheck.requireDisjoint(shipped, published);
  }

  @Test
  void builtinBenignPromptsAreNotHeldOutBenignOnes() {
    OverlapCheck.requireDisjoint(
        new EverydayInstructions().prompts("align"),
        catalog.samples(DatasetSpec.named("benign", "test")));
    OverlapCheck.requireDisjoint(
        new BuiltinSafety().prompts("align"), catalog.samples(DatasetSpec.named("benign", "all")));
  }

  private List<Instruction> csv(String file, String column) {
    return read(file, column, DataReader::read);
  }

  private List<Instruction> jailbreaks(String file) {
    return read(file, "goal", path -> DataReader.readArray(path, "jailbreaks"));
  }

  private List<Instruction> read(String file, String column, Function<Path, List<DataRow>> reader) {
    return DataReader.map(
        reader.apply(locations.require("public set", List.of(file))),
        row -> new Instruction(row.source().toString(), row.text(column), row.source()));
  }
}
