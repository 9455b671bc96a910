package dev.belay.core.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.belay.core.model.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class SamplerSettingsTest {
  private static final JsonNode ZERO = new DoubleNode(0);
  private static final JsonNode ONE = new DoubleNode(1);
  private static final JsonNode LEFT = new TextNode("left to the server");
  private static final JsonNode REFUSED = new TextNode("refused by the server");

  private final List<SortedMap<String, JsonNode>> asked = new ArrayList<>();

  private SamplerSettings probed(
      Predicate<SortedMap<String, JsonNode>> server, Map<String, JsonNode> fields) {
    return SamplerSettings.probed(
        trial -> {
          asked.add(trial);
          return server.test(trial);
        },
        fields);
  }

  @Test
  void aServerThatTakesAllIsAskedOnce() {
    SamplerSettings settings = probed(trial -> true, Map.of());
    assertThat(asked).hasSize(1);
    assertThat(settings.sent())
        .isEqualTo(
            Map.of(
                "repetition_penalty", ONE,
                "repeat_penalty", ONE,
                "top_k", new IntNode(0),
                "min_p", ZERO,
                "presence_penalty", ZERO,
                "frequency_penalty", ZERO));
    assertThat(settings.inForce()).isEqualTo(SamplerSettings.neutral());
    assertThat(settings.refused()).isEmpty();
    assertThat(settings.note()).isEmpty();
  }

  @Test
  void aServerThatRefusesWhatTheProtocolDoesNotKnowGetsTheRest() {
    Set<String> known = Set.of("presence_penalty", "frequency_penalty");
    SamplerSettings settings = probed(trial -> known.containsAll(trial.keySet()), Map.of());
    assertThat(settings.sent())
        .isEqualTo(Map.of("presence_penalty", ZERO, "frequency_penalty", ZERO));
    assertThat(settings.refused())
        .containsExactly("min_p", "repeat_penalty", "repetition_penalty", "top_k");
    assertThat(settings.inForce())
        .isEqualTo(
            Map.of(
                "repetition_penalty", REFUSED,
                "top_k", REFUSED,
                "min_p", REFUSED,
                "presence_penalty", ZERO,
                "frequency_penalty", ZERO));
    assertThat(settings.note())
        .contains("does not take min_p, repetition_penalty, top_k, and decides there");
    // All, none, two spellings of one, two values of another, and three.
    assertThat(asked).hasSize(9);
  }

  @Test
  void eachServerHasItsSpellings() {
    SamplerSettings llama =
        probed(
            trial ->
                !trial.containsKey("repetition_penalty")
                    && trial.getOrDefault("top_k", ZERO).intValue() >= 0,
            Map.of());
    assertThat(llama.sent()).containsEntry("repeat_penalty", ONE);
    assertThat(llama.sent()).containsEntry("top_k", new IntNode(0));
    assertThat(llama.refused()).containsExactly("repetition_penalty");

    SamplerSettings other =
        probed(
            trial ->
                !trial.containsKey("repeat_penalty")
                    && trial.getOrDefault("top_k", new IntNode(-1)).intValue() != 0,
            Map.of());
    assertThat(other.sent()).containsEntry("repetition_penalty", ONE);
    assertThat(other.sent()).containsEntry("top_k", new IntNode(-1));
    assertThat(other.refused()).containsExactly("repeat_penalty");
    assertThat(other.inForce()).isEqualTo(llama.inForce()).isEqualTo(SamplerSettings.neutral());
    assertThat(other.note()).isEmpty();
  }

  @Test
  void whatIsAskedForIsNeitherSentOtherwiseNorProbed() {
    Map<String, JsonNode> fields =
        Map.of(
            "repeat_penalty", new DoubleNode(1.2),
            "top_k", new IntNode(-1),
            "min_p", NullNode.getInstance());
    SamplerSettings settings = probed(trial -> false, fields);
    assertThat(asked.getFirst()).containsOnlyKeys("presence_penalty", "frequency_penalty");
    assertThat(settings.sent()).isEmpty();
    assertThat(settings.inForce())
        .containsEntry("repetition_penalty", new DoubleNode(1.2))
        .containsEntry("top_k", new IntNode(0))
        .containsEntry("min_p", LEFT);
  }

  @Test
  void aServerThatRefusesEvenAPlainRequestTellsNothing() {
    SamplerSettings settings = probed(trial -> false, Map.of());
    assertThat(asked).hasSize(2);
    assertThat(asked.getLast()).isEmpty();
    assertThat(settings.sent()).isEmpty();
    assertThat(settings.refused()).isEmpty();
    assertThat(settings.inForce().values())
        .containsOnly(new TextNode("left to the server, which refused even a plain request"));
    assertThat(settings.note().orElseThrow()).contains("refuses even a plain request");
  }

  @Test
  void theLawGoesBeforeWhatNobodyAskedFor() {
    SamplerSettings settings = probed(trial -> true, Map.of());
    assertThat(settings.fieldsBeside(new Sampling(1, 40, 1, 0.1, 4, List.of())))
        .containsOnlyKeys(
            "repetition_penalty", "repeat_penalty", "presence_penalty", "frequency_penalty");
    assertThat(settings.fieldsBeside(Sampling.greedy(4))).isEqualTo(settings.sent());
  }

  @Test
  void leftToTheServerIsEverythingThatIsNotAskedFor() {
    SamplerSettings settings =
        SamplerSettings.leftToServer(Map.of("repetition_penalty", new IntNode(1)));
    assertThat(settings.sent()).isEmpty();
    assertThat(settings.inForce())
        .containsEntry("repetition_penalty", ONE)
        .containsEntry("presence_penalty", LEFT);
  }
}
