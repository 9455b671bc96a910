package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The arms of a comparison, read from one file or from several. */
class RecipeArmsTest {

  private static final String COMMON =
      """
      name: sums
      seed: 7
      model: { name: m }
      train:
        method: rlvr
        data: { source: arithmetic }
        reward: [ { verifier: math } ]
        kl: { coef: 0.02 }
        steps: 20
      evaluate: { capability: [ arithmetic ] }
      """;

  @TempDir Path temp;

  private Path file(String name, String yaml) throws IOException {
    return Files.writeString(temp.resolve(name), yaml);
  }

  private RecipeArms.Read read(String yaml, String... overrides) throws IOException {
    return RecipeArms.read(List.of(file("r.yaml", yaml)), List.of(overrides));
  }

  private static TrainSpec.Rlvr rlvr(ArmDraft arm) {
    return (TrainSpec.Rlvr) arm.draft().complete().train().orElseThrow();
  }

  @Test
  void anArmIsTheRecipeWithItsOwnValues() throws IOException {
    RecipeArms.Read read =
        read(
            COMMON
                + """
                arms:
                  weak: {}
                  strong: { train.kl.coef: 0.5, train.steps: 4 }
                """);
    assertThat(read.issues()).isEmpty();
    assertThat(read.arms()).extracting(ArmDraft::name).containsExactly("weak", "strong");
    assertThat(rlvr(read.arms().get(0)).kl().coef()).isEqualTo(0.02);
    assertThat(rlvr(read.arms().get(0)).steps()).isEqualTo(20);
    assertThat(rlvr(read.arms().get(1)).kl().coef()).isEqualTo(0.5);
    assertThat(rlvr(read.arms().get(1)).steps()).isEqualTo(4);
    assertThat(read.arms().get(1).draft().complete().resolved()).doesNotContainKey("arms");
  }

  @Test
  void theCommandLineGoesBeforeAnArm() throws IOException {
    RecipeArms.Read read =
        read(COMMON + "arms: { a: { train.steps: 4 }, b: {} }\n", "train.steps=2", "seed=9");
    assertThat(read.arms()).allSatisfy(arm -> assertThat(rlvr(arm).steps()).isEqualTo(2));
    assertThat(read.arms())
        .allSatisfy(arm -> assertThat(arm.draft().complete().seed()).isEqualTo(9));
  }

  @Test
  void filesOfArmsAndOfWhatTheyAreTunedOnLieBesideTheRecipe() throws IOException {
    Path here = file("a.jsonl", "{}");
    Path there = file("b.jsonl", "{}");
    ArmDraft arm =
        read(COMMON.replace(
                    "  steps: 20\n",
                    "  steps: 20\n  until: { data: { source: arithmetic }, accuracy: 0.5 }\n")
                + """
                arms:
                  own: { train.data: { source: mine, path: a.jsonl } }
                tune: { "train.data[0].path": [ a.jsonl, b.jsonl ] }
                """)
            .arms()
            .getFirst();
    assertThat(rlvr(arm).setup().data().getFirst().files().paths())
        .containsExactly(here.toString());
    assertThat(arm.differing()).containsEntry("train.data", "a mapping");
    assertThat(arm.grid().tries())
        .containsExactly(
            List.of("train.data[0].path=" + here), List.of("train.data[0].path=" + there));
  }

  @Test
  void recipesAreArmsByTheirNames() throws IOException {
    Path first = file("a.yaml", COMMON);
    Path second = file("b.yaml", COMMON.replace("name: sums", "name: other"));
    assertThat(RecipeArms.read(List.of(first, second), List.of()).arms())
        .extracting(ArmDraft::name)
        .containsExactly("sums", "other");
    assertThat(RecipeArms.read(List.of(first, first), List.of()).issues())
        .containsExactly(
            "a.yaml: its arm sums has the name of one in a.yaml; give each recipe a name of its"
                + " own.");
  }

  @Test
  void aWrongValueOfAnArmIsFoundByItsLine() throws IOException {
    ArmDraft arm =
        read(COMMON + "arms:\n  a:\n    train.kl.coef: much\n  b: { train.kl.koef: 1 }\n")
            .arms()
            .getFirst();
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> arm.draft().complete())
        .satisfies(
            e ->
                assertThat(e.issues())
                    .singleElement()
                    .asString()
                    .startsWith("r.yaml:13: train.kl.coef: found 'much'"));
  }

  @Test
  void whatIsNoArmIsSaidTogether() throws IOException {
    assertThat(read(COMMON + "arms: [ a, b ]\n").issues())
        .singleElement()
        .asString()
        .startsWith("r.yaml:11: arms: found a list, must be a mapping of names");
    assertThat(read(COMMON + "arms:\n  'no name': {}\n  b: 3\n  c: { seed.x: 1 }\n").issues())
        .satisfiesExactly(
            issue -> assertThat(issue).startsWith("r.yaml:12: arms: the name 'no name' must be"),
            issue -> assertThat(issue).startsWith("r.yaml:13: arms.b: found 3, must be a mapping"),
            issue ->
                assertThat(issue)
                    .startsWith("r.yaml:14: arms.c: seed.x: 'x' cannot be set inside 7."));
    assertThat(RecipeArms.read(List.of(temp.resolve("none.yaml")), List.of()).issues())
        .singleElement()
        .asString()
        .contains("none.yaml: no such file");
  }

  @Test
  void aRunTakesNoArms() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> RecipeReader.parse(COMMON + "arms: { a: {} }\n", "r.yaml", List.of()))
        .withMessageContaining("r.yaml:11: arms: belongs to belay compare");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(
            () -> RecipeReader.parse(COMMON + "tune: { train.steps: [1] }\n", "r.yaml", List.of()))
        .withMessageContaining("r.yaml:11: tune: belongs to belay compare");
  }

  private static final String UNTIL = COMMON.replace("  steps: 20", untilAfter("  steps: 20"));

  private static String untilAfter(String line) {
    return line + "\n  until: { data: { source: arithmetic, split: validation }, accuracy: 0.5 }";
  }

  @Test
  void everyCombinationOfAGridIsATry() throws IOException {
    ArmDraft arm =
        read(UNTIL
                + "tune: { train.optimizer.learning_rate: [1.0e-5, 3.0e-5], train.steps: [2, 4]"
                + " }\n")
            .arms()
            .getFirst();
    assertThat(arm.grid().tries())
        .containsExactly(
            List.of("train.optimizer.learning_rate=1.0E-5", "train.steps=2"),
            List.of("train.optimizer.learning_rate=1.0E-5", "train.steps=4"),
            List.of("train.optimizer.learning_rate=3.0E-5", "train.steps=2"),
            List.of("train.optimizer.learning_rate=3.0E-5", "train.steps=4"));
    TrainSpec.Rlvr last =
        (TrainSpec.Rlvr) arm.with(arm.grid().tries().getLast()).complete().train().orElseThrow();
    assertThat(last.optimizer().learningRate()).isEqualTo(3e-5);
    assertThat(last.steps()).isEqualTo(4);
    assertThat(rlvr(arm).steps()).isEqualTo(20);
  }

  @Test
  void anArmMayHaveAGridOfItsOwn() throws IOException {
    RecipeArms.Read read =
        read(
            UNTIL
                + "tune: { train.steps: [2] }\n"
                + "arms: { a: {}, b: { tune: { train.steps: [3, 4] } } }\n");
    assertThat(read.arms()).extracting(arm -> arm.grid().tries().size()).containsExactly(1, 2);
  }

  @Test
  void aGridMayNameTheSuitesThatChoose() throws IOException {
    ArmDraft arm =
        read(UNTIL + "tune: { hold: [ simple-safety-tests:50 ], train.steps: [2, 4] }\n")
            .arms()
            .getFirst();
    assertThat(arm.grid().tries())
        .containsExactly(List.of("train.steps=2"), List.of("train.steps=4"));
    assertThat(arm.grid().hold())
        .singleElement()
        .satisfies(
            suite -> {
              assertThat(suite.name()).isEqualTo("simple-safety-tests");
              assertThat(suite.limit()).isEqualTo(50);
              assertThat(suite.maxTokens()).isEqualTo(64);
            });
  }

  @Test
  void suitesThatChooseAreRefusedByTheirLine() throws IOException {
    assertThat(issues(UNTIL + "tune:\n  hold: simple-safety-tests\n  train.steps: [2]\n"))
        .anySatisfy(issue -> assertThat(issue).startsWith("r.yaml:13: tune.hold: found"));
    assertThat(issues(UNTIL + "tune: { hold: [], train.steps: [2] }\n"))
        .singleElement()
        .asString()
        .startsWith("r.yaml:12: tune.hold: names no suite");
    assertThat(issues(UNTIL + "tune: { hold: [ simple-safety-tests ] }\n"))
        .singleElement()
        .asString()
        .startsWith("r.yaml:12: tune: has no key to try beside hold");
  }

  private List<String> issues(String yaml) throws IOException {
    ArmDraft arm = read(yaml).arms().getFirst();
    try {
      arm.draft().complete();
      return List.of();
    } catch (BadInputException e) {
      return e.issues();
    }
  }

  @Test
  void aGridIsRefusedWithWhatIsWrong() throws IOException {
    ArmDraft arm =
        read(COMMON + "tune:\n  seed: [1, 2]\n  train.steps: 3\n  train.kl.coef: []\n")
            .arms()
            .getFirst();
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> arm.draft().complete())
        .satisfies(
            e ->
                assertThat(e.issues())
                    .satisfiesExactly(
                        issue -> assertThat(issue).contains("tune: needs train.until"),
                        issue -> assertThat(issue).contains("r.yaml:12: tune.seed: is not tuned"),
                        issue ->
                            assertThat(issue)
                                .contains("r.yaml:13: tune.train.steps: found 3, must be a list"),
                        issue -> assertThat(issue).contains("r.yaml:14: tune.train.kl.coef")));
  }
}
