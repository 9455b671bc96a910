package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.advantage.ActorCritic;
import dev.belay.core.advantage.Gae;
import dev.belay.core.advantage.StdKind;
import dev.belay.core.error.BadInputException;
import dev.belay.core.objective.Algorithm;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CriticSpecReaderTest {

  private static final String YAML =
      """
      name: r
      model: { name: m }
      train:
        method: rlvr
        data: { source: arithmetic }
        reward: [ { verifier: math } ]
      """;

  private static TrainSpec.Rlvr read(String... overrides) {
    return (TrainSpec.Rlvr)
        RecipeReader.parse(YAML, "r.yaml", List.of(overrides)).train().orElseThrow();
  }

  @Test
  void ppoHasACriticWithDefaults() {
    TrainSpec.Rlvr ppo = read("train.algorithm=ppo");
    CriticSpec critic = ppo.critic().orElseThrow();
    assertThat(critic.learningRate()).isEqualTo(1e-5);
    assertThat(critic.clip()).isEqualTo(0.2);
    assertThat(critic.model()).isEmpty();
    assertThat(read("train.algorithm=ppo", "train.critic.model=judge").critic().orElseThrow())
        .isEqualTo(new CriticSpec(critic.advantage(), Optional.of("judge"), 1e-5, critic.clip()));
    assertThat(ppo.algorithm()).isEqualTo(Algorithm.PRESETS.get("ppo"));
    assertThat(critic.optimizer(ppo.optimizer()).beta2()).isEqualTo(ppo.optimizer().beta2());
    assertThat(read().critic()).isEmpty();
  }

  @Test
  void itsKeysReachTheAdvantage() {
    TrainSpec.Rlvr ppo =
        read(
            "train.advantage=gae",
            "train.critic.gamma=0.99",
            "train.critic.lambda=1",
            "train.critic.whiten=false",
            "train.critic.clip=0",
            "train.advantage_std=population");
    assertThat(ppo.algorithm().advantage())
        .isEqualTo(new ActorCritic(new Gae(0.99, 1), false, StdKind.POPULATION));
    assertThat(ppo.critic().orElseThrow().clip()).isInfinite();
  }

  @Test
  void aCriticThatNobodyAsksIsRefused() {
    assertThat(
            catchThrowableOfType(
                    BadInputException.class, () -> read("train.critic.learning_rate=1.0e-4"))
                .issues())
        .singleElement()
        .asString()
        .contains("train.critic: has no meaning here: the advantage asks no critic");
    assertThat(
            catchThrowableOfType(
                    BadInputException.class,
                    () -> read("train.algorithm=ppo", "train.critic.lambda=1.5"))
                .issues())
        .singleElement()
        .asString()
        .contains("train.critic.lambda")
        .contains("in [0, 1]");
  }
}
