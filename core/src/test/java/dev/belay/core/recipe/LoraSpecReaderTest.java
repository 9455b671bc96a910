package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.LoraTarget;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code train.lora} may say, for every method. */
class LoraSpecReaderTest {

  private static String head(Object... values) {
    return """
    name: adapted
    model: { name: tiny }
    train:
      method: %s
      data: { source: arithmetic }
    """
        .formatted(values);
  }

  private static final String REWARD = "  reward: [ { verifier: math } ]\n";

  private static TrainSpec read(String method, String more) {
    String yaml = head(method) + (method.equals("rlvr") ? REWARD : "") + more;
    return RecipeReader.parse(yaml, "r.yaml", List.of()).train().orElseThrow();
  }

  private static LoraSpec lora(String keys) {
    return read("sft", "  lora: { " + keys + " }\n").setup().lora().orElseThrow();
  }

  private static List<String> issues(String method, String keys) {
    return catchThrowableOfType(
            BadInputException.class, () -> read(method, "  lora: { " + keys + " }\n"))
        .issues();
  }

  @Test
  void everyMethodHasOneAndNoneNeedsIt() {
    for (String method : List.of("sft", "rlvr")) {
      assertThat(read(method, "").setup().lora()).isEmpty();
      assertThat(read(method, "  lora: {}\n").setup().lora())
          .contains(new LoraSpec(16, 32, false, LoraTarget.all(), 0));
    }
  }

  @Test
  void everyKeyIsTaken() {
    assertThat(
            lora(
                "rank: 4, alpha: 8.5, rank_stabilized: true, targets: [ q_proj, down_proj ],"
                    + " dropout: 0.1"))
        .isEqualTo(
            new LoraSpec(4, 8.5, true, Set.of(LoraTarget.Q_PROJ, LoraTarget.DOWN_PROJ), 0.1));
  }

  @Test
  void aTargetThatMatchesNothingIsNamedWithWhatThereIs() {
    assertThat(issues("sft", "targets: [ q_proj, qproj ]"))
        .singleElement()
        .asString()
        .startsWith("r.yaml:6: train.lora.targets: found 'qproj', which matches no layer;")
        .contains("q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj")
        .contains("Did you mean \"q_proj\"?");
    assertThat(issues("sft", "targets: []"))
        .singleElement()
        .asString()
        .contains("train.lora.targets: matches no layer; name at least one of");
  }

  @Test
  void dropoutHasNoPlaceWhereSlopesComeFromAPassWithoutIt() {
    assertThat(lora("dropout: 0.1").dropout()).isEqualTo(0.1);
    for (String method : List.of("rlvr", "dpo", "reward-model")) {
      assertThat(issues(method, "dropout: 0.1"))
          .as(method)
          .singleElement()
          .asString()
          .contains("train.lora.dropout: must be 0 here");
    }
  }

  @Test
  void numbersOutOfRangeAreAllReported() {
    assertThat(issues("sft", "rank: 0, alpha: 0, dropout: 1"))
        .hasSize(3)
        .anySatisfy(issue -> assertThat(issue).contains("train.lora.rank: found 0"))
        .anySatisfy(issue -> assertThat(issue).contains("train.lora.alpha: found 0"))
        .anySatisfy(issue -> assertThat(issue).contains("train.lora.dropout: found 1"));
  }
}
