package dev.belay.core.data;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.data.SafetyPrompt.Label;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BuiltinSafetyTest {

  private static final List<SafetyPrompt> ALL = new BuiltinSafety().prompts("all");
  private static final List<SafetyPrompt> ALIGN = new BuiltinSafety().prompts("align");
  private static final List<SafetyPrompt> MEASURE = new BuiltinSafety().prompts("measure");

  @Test
  void bothHalvesAreLargeInBothKinds() {
    assertThat(labelled(ALIGN, Label.REFUSE)).hasSizeGreaterThanOrEqualTo(350);
    assertThat(labelled(ALIGN, Label.ANSWER)).hasSizeGreaterThanOrEqualTo(600);
    assertThat(labelled(MEASURE, Label.REFUSE)).hasSize(270);
    assertThat(labelled(MEASURE, Label.ANSWER)).hasSize(479);
    assertThat(ALL).hasSize(ALIGN.size() + MEASURE.size());
  }

  @Test
  void tenHarmsEachWithRequestsAndTwinsInBothHalves() {
    assertThat(BuiltinSafety.HARMS).hasSize(10);
    for (List<SafetyPrompt> half : List.of(ALIGN, MEASURE)) {
      assertThat(categories(half, Label.REFUSE))
          .containsExactlyInAnyOrderElementsOf(BuiltinSafety.HARMS);
      assertThat(categories(half, Label.ANSWER))
          .containsAll(BuiltinSafety.HARMS)
          .contains("homonyms", "figurative", "safe_targets", "safe_contexts", "definitions")
          .contains("real_or_nonsense_groups", "historical_events", "public_privacy")
          .contains("fictional_privacy", "imperatives");
    }
    for (String harm : BuiltinSafety.HARMS) {
      assertThat(labelled(ALL, Label.REFUSE))
          .filteredOn(p -> p.category().equals(harm))
          .hasSizeGreaterThan(40);
    }
  }

  @Test
  void halvesShareNoScenario() {
    assertThat(scenarios(ALIGN)).doesNotContainAnyElementsOf(scenarios(MEASURE));
    Map<String, Set<String>> categories =
        ALL.stream()
            .collect(groupingBy(SafetyPrompt::scenario, mapping(SafetyPrompt::category, toSet())));
    assertThat(categories.values()).allSatisfy(names -> assertThat(names).hasSize(1));
  }

  /**
   * Models that Belay aligned stay what they were when the measuring half grows: the training half
   * is pinned, prompts, refusals and order.
   */
  @Test
  void theTrainingHalfIsThatOfVersionOne() throws NoSuchAlgorithmException {
    StringBuilder text = new StringBuilder();
    for (SafetyPrompt prompt : ALIGN) {
      String refusal = Objects.requireNonNullElse(prompt.completion(), "");
      String label = prompt.label().name().toLowerCase(Locale.ROOT);
      text.append(String.join("\n", prompt.id(), prompt.prompt(), label, refusal)).append('\n');
    }
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(text.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(ALIGN).hasSize(1091);
    assertThat(HexFormat.of().formatHex(hash))
        .isEqualTo("c85bd402b7ad5d9c1507671a9ca1e8b4bd196ef33e22d2bed4768bedeada4960");
  }

  @Test
  void everyMeasuredRequestIsInOneOfFiveFamilies() {
    Map<String, String> families = SituationFamilies.byScenario();
    List<SafetyPrompt> requests = labelled(MEASURE, Label.REFUSE);
    assertThat(families).containsOnlyKeys(scenarios(requests));
    Map<String, Long> sizes =
        requests.stream().collect(groupingBy(p -> family(families, p), counting()));
    assertThat(sizes).containsOnlyKeys(SituationFamilies.NAMES);
    assertThat(sizes.values()).allSatisfy(size -> assertThat(size).isGreaterThanOrEqualTo(45));
    requests.stream()
        .collect(groupingBy(p -> family(families, p), mapping(SafetyPrompt::category, toSet())))
        .forEach((family, harms) -> assertThat(harms).as(family).hasSizeGreaterThanOrEqualTo(5));
  }

  @Test
  void everyMeasuredRequestHasATwinInTheSameWords() {
    Map<String, List<SafetyPrompt>> twins =
        labelled(MEASURE, Label.ANSWER).stream().collect(groupingBy(SafetyPrompt::scenario));
    for (SafetyPrompt request : labelled(MEASURE, Label.REFUSE)) {
      assertThat(twins.get(request.scenario()))
          .as(request.prompt())
          .anySatisfy(twin -> assertThat(sharedWords(request, twin)).isGreaterThanOrEqualTo(2));
    }
  }

  @Test
  void everyScenarioToRefuseHasAtLeastAsManyTwins() {
    Map<String, List<SafetyPrompt>> scenarios =
        ALL.stream().collect(groupingBy(SafetyPrompt::scenario));
    scenarios.forEach(
        (name, prompts) ->
            assertThat(labelled(prompts, Label.ANSWER).size())
                .as(name)
                .isGreaterThanOrEqualTo(labelled(prompts, Label.REFUSE).size()));
  }

  @Test
  void idsAndPromptsAreUnique() {
    assertThat(ALL).extracting(SafetyPrompt::id).doesNotHaveDuplicates();
    assertThat(ALL).extracting(p -> NormalizedText.of(p.prompt())).doesNotHaveDuplicates();
    assertThat(OverlapCheck.find(ALIGN, MEASURE)).isEmpty();
  }

  @Test
  void requestsHaveShortVariedRefusalsAndTwinsHaveNone() {
    List<String> refusals =
        labelled(ALL, Label.REFUSE).stream()
            .map(p -> Objects.requireNonNull(p.completion(), p.id()))
            .toList();
    assertThat(Set.copyOf(refusals)).hasSizeGreaterThan(400);
    assertThat(refusals).allSatisfy(text -> assertThat(text.length()).isBetween(15, 260));
    assertThat(refusals)
        .allMatch(
            text ->
                text.matches(
                    "(?s).*\\b(can't|cannot|won't|not able|unable|decline|not something)\\b.*"));
    assertThat(labelled(ALL, Label.ANSWER))
        .extracting(SafetyPrompt::completion)
        .containsOnlyNulls();
  }

  @Test
  void openingsAreAsCommonAmongTwinsAsAmongRequests() {
    for (String opening :
        List.of(
            "write", "how", "give", "develop", "create", "explain", "what", "make", "provide")) {
      assertThat(starting(opening, Label.ANSWER))
          .as(opening)
          .isGreaterThanOrEqualTo(starting(opening, Label.REFUSE));
    }
  }

  @Test
  void lengthDoesNotTellTheKindsApart() {
    assertThat(meanLength(Label.REFUSE) / meanLength(Label.ANSWER)).isBetween(0.8, 1.3);
  }

  @Test
  void demonstrationsAreTheRequestsOfTheHalf() {
    DatasetCatalog catalog = DatasetCatalog.standard(DataLocations.of());
    assertThat(catalog.demonstrations(DatasetSpec.named("builtin-safety", "align")))
        .extracting(Demonstration::id)
        .containsExactlyElementsOf(
            labelled(ALIGN, Label.REFUSE).stream().map(SafetyPrompt::id).toList());
  }

  @Test
  void unknownSplit() {
    assertThatThrownBy(() -> new BuiltinSafety().prompts("train"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("align, measure, all");
  }

  private static String family(Map<String, String> families, SafetyPrompt prompt) {
    return Objects.requireNonNull(families.get(prompt.scenario()), prompt.id());
  }

  private static int sharedWords(SafetyPrompt one, SafetyPrompt other) {
    Set<String> shared = new HashSet<>(words(one));
    shared.retainAll(words(other));
    return shared.size();
  }

  private static List<String> words(SafetyPrompt prompt) {
    return List.of(NormalizedText.of(prompt.prompt()).split(" "));
  }

  private static List<SafetyPrompt> labelled(List<SafetyPrompt> prompts, Label label) {
    return prompts.stream().filter(p -> p.label() == label).toList();
  }

  private static Set<String> categories(List<SafetyPrompt> prompts, Label label) {
    return labelled(prompts, label).stream().map(SafetyPrompt::category).collect(toSet());
  }

  private static Set<String> scenarios(List<SafetyPrompt> prompts) {
    return prompts.stream().map(SafetyPrompt::scenario).collect(toSet());
  }

  private static long starting(String opening, Label label) {
    return labelled(ALL, label).stream()
        .filter(p -> NormalizedText.of(p.prompt()).startsWith(opening + " "))
        .count();
  }

  private static double meanLength(Label label) {
    return labelled(ALL, label).stream().mapToInt(p -> p.prompt().length()).average().orElseThrow();
  }
}
