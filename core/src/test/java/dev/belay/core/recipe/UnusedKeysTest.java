package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.belay.core.error.BadInputException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A key that nothing would read is an error, and no part of the resolved recipe. */
class UnusedKeysTest {

  private static final String SFT = "train: { method: sft, data: { source: arithmetic } }";
  private static final String RLVR =
      "train: { method: rlvr, data: { source: arithmetic }, reward: { verifier: math } }";

  private static final String DPO = "train: { method: dpo, data: { source: hh-harmless } }";

  private static final Map<String, String> TRAIN = Map.of("sft", SFT, "rlvr", RLVR, "dpo", DPO);

  private static Recipe read(String train, String evaluate, String... overrides) {
    String yaml = "name: n\nmodel: { name: m }\n%s\nevaluate: { %s }\n".formatted(train, evaluate);
    return RecipeReader.parse(yaml, "r.yaml", List.of(overrides));
  }

  private static void assertRefused(String train, String evaluate, String override) {
    String key = override.substring(0, override.indexOf('='));
    assertThatExceptionOfType(BadInputException.class)
        .as(override)
        .isThrownBy(() -> read(train, evaluate, override))
        .satisfies(e -> assertThat(e.issues()).singleElement().asString().contains(key + ": "));
  }

  /** Each without what it is about; and with it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "capability_max_tokens=8 | safety: [ s ] | capability: [ c ]",
        "capability_samples=4 | safety: [ s ] | capability: [ c ]",
        "safety_max_tokens=8 | capability: [ c ] | safety: [ s ]",
        "safety_max_tokens=8 | capability: [ c ] | over_refusal: [ s ]",
        "judge=embedded | capability: [ c ] | over_refusal: [ s ]",
        "judge_is_model_under_test=true | capability: [ c ] | safety: [ s ]",
        "attacks=[ direct ] | over_refusal: [ s ] | safety: [ s ]",
        "attack_options=[ gcg.steps=5 ] | capability: [ c ] | safety: [ s ]",
        "limit=5 | '' | capability: [ c ]",
        "margin=0.05 | '' | capability: [ c ]",
        "confidence=0.9 | '' | capability: [ c ]"
      })
  void keysOfEvaluate(String override, String without, String with) {
    assertRefused(SFT, without, "evaluate." + override);
    String key = override.substring(0, override.indexOf('='));
    assertThat(resolvedEvaluate(read(SFT, with, "evaluate." + override))).containsKey(key);
    assertThat(resolvedEvaluate(read(SFT, without))).doesNotContainKey(key);
  }

  @SuppressWarnings("unchecked") // Sections are resolved to maps by their keys.
  private static Map<String, Object> resolvedEvaluate(Recipe recipe) {
    return (Map<String, Object>) Objects.requireNonNull(recipe.resolved().get("evaluate"));
  }

  @Test
  void withoutTrainingThereIsNoMarginToHold() {
    assertRefused("", "safety: [ s ]", "evaluate.margin=0.05");
    assertRefused("", "safety: [ s ]", "evaluate.confidence=0.9");
  }

  @Test
  void driftIsMeasuredWhereSafetyIsAndSomethingIsTrained() {
    String without = "evaluate.drift: ";
    for (String[] recipe : new String[][] {{SFT, "capability: [ c ]"}, {"", "safety: [ s ]"}}) {
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(() -> read(recipe[0], recipe[1], "evaluate.drift.prompts=5"))
          .withMessageContaining(without);
      assertThat(resolvedEvaluate(read(recipe[0], recipe[1]))).doesNotContainKey("drift");
    }
    assertThat(resolvedEvaluate(read(SFT, "over_refusal: [ s ]", "evaluate.drift.prompts=5")))
        .containsEntry(
            "drift",
            Map.of(
                "enabled", true, "prompts", 5L, "completions", 4L, "attacks", List.of("direct")));
  }

  @Test
  void driftIsMeasuredUnderAttacksThatAreAsked() {
    String safety = "safety: [ s ], attacks: [ direct, prefill ]";
    assertThat(read(SFT, safety).evaluate().drift().attacks()).containsExactly("direct", "prefill");
    assertThat(read(SFT, safety, "evaluate.drift.attacks=[prefill]").evaluate().drift().attacks())
        .containsExactly("prefill");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> read(SFT, safety, "evaluate.drift.attacks=[gcg]"))
        .withMessageContaining(
            "evaluate.drift.attacks: found [gcg], must be some of evaluate.attacks, which are"
                + " [direct, prefill].");
  }

  @Test
  void theModelsOwnCompletionsHaveALengthOnlyWhereThereAreAny() {
    assertRefused(SFT, "", "train.self_completion_tokens=8");
    String self = SFT.replace("arithmetic", "arithmetic, completions: self");
    assertThat(RecipeWriter.yaml(read(self, "", "train.self_completion_tokens=8").resolved()))
        .contains("self_completion_tokens: 8");
  }

  /** Every key that a method does not have and another does. */
  static Stream<String> keysOfTheOtherMethod() {
    return TRAIN.keySet().stream().flatMap(UnusedKeysTest::foreignKeys);
  }

  private static Stream<String> foreignKeys(String method) {
    List<String> own = paths(method);
    return TRAIN.keySet().stream()
        .flatMap(other -> paths(other).stream())
        .distinct()
        .filter(path -> !own.contains(path) && path.startsWith("train."))
        .filter(path -> !path.contains("[]"))
        // Refused with a reason.
        .filter(path -> !(method.equals("dpo") && path.startsWith("train.token_weights")))
        .map(path -> method + " " + path);
  }

  private static List<String> paths(String method) {
    return RecipeReader.keys(method).stream().map(KeyList.Entry::path).toList();
  }

  @ParameterizedTest
  @MethodSource("keysOfTheOtherMethod")
  void aKeyOfAnotherMethodIsUnknown(String methodAndPath) {
    String[] parts = methodAndPath.split(" ", 2);
    String train = Objects.requireNonNull(TRAIN.get(parts[0]));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> read(train, "", parts[1] + "=1"))
        .withMessageContaining("unknown key");
  }

  @ParameterizedTest
  @CsvSource({"train.data.completions", "train.until.data.completions"})
  void problemsHaveNoChoiceOfCompletions(String key) {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(
            () ->
                read(
                    RLVR.replace(
                        "method", "until: { data: { source: arithmetic }, accuracy: 0.5 }, method"),
                    "",
                    key + "=self"))
        .withMessageContaining("unknown key");
  }
}
