package dev.belay.session.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.DataLocations;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.run.Progress;
import dev.belay.session.model.JudgeSession;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.MemoryBudget;
import dev.belay.torch.model.MemoryNeed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in memory at a time, method by method. */
class MemoryPlannerTest {

  private static final String SFT = "method: sft\n  data: { source: arithmetic, split: train }";
  private static final String RLVR =
      "method: rlvr\n  algorithm: rloo\n  data: { source: arithmetic, split: train }\n"
          + "  reward: [ { verifier: math } ]";
  private static final String DPO =
      "method: dpo\n  data: { source: arithmetic, split: train }\n  pairs: { verifier: math }";
  private static final String ANCHOR =
      "\n  anchor: { data: [ { source: builtin-safety, split: align } ], coef: 1 }";
  private static final String LORA = "\n  lora: { rank: 2 }";

  @TempDir Path temp;

  private MemoryNeed need(String train, String evaluate) {
    String yaml =
        "name: planned\nmodel: { name: %s, dtype: float32 }\ntrain:\n  %s\n%s"
            .formatted(TinyModel.LLAMA.directory(), train, evaluate);
    ModelStore models =
        ModelStore.of(
            Map.of("BELAY_HOME", temp.resolve("home").toString(), "BELAY_OFFLINE", "1"),
            Progress.SILENT);
    try (JudgeSession judges = new JudgeSession(models::resolve, Map.of(), Progress.SILENT)) {
      Environment environment =
          new Environment(
              models,
              DataLocations.of(temp),
              judges,
              new MemoryBudget(Long.MAX_VALUE, "the test's"));
      return ExperimentPlan.of(RecipeReader.draft(yaml, "r.yaml", List.of()), environment)
          .model()
          .orElseThrow()
          .need();
    }
  }

  private long references(String train) {
    return need(train, "").parts().stream()
        .filter(part -> part.name().equals("reference weights"))
        .count();
  }

  @Test
  void whoIsComparedWithTheModelBeforeTrainingHoldsItsWeightsToo() {
    assertThat(references(SFT)).isZero();
    assertThat(references(RLVR)).isEqualTo(1);
    assertThat(references(DPO)).isEqualTo(1);
  }

  @Test
  void anAnchorAndTheMethodShareOneReference() {
    assertThat(references(SFT + ANCHOR)).isEqualTo(1);
    assertThat(references(RLVR + ANCHOR)).isEqualTo(1);
  }

  @Test
  void anAdaptersReferenceIsTheModelThatItStandsBeside() {
    assertThat(references(RLVR + LORA)).isZero();
    assertThat(references(DPO + LORA)).isZero();
  }

  private static long bytes(MemoryNeed need, String part) {
    return need.parts().stream()
        .filter(one -> one.name().equals(part))
        .mapToLong(MemoryNeed.Part::bytes)
        .sum();
  }

  /**
   * The policy's adapter and the critic's are of one size; each stands beside weights of its own.
   */
  @Test
  void aCriticUnderLoraTrainsAnAdapterToo() {
    String ppo = RLVR.replace("rloo", "ppo");
    MemoryNeed whole = need(ppo, "");
    MemoryNeed adapted = need(ppo + LORA, "");
    for (String part : List.of("master weights", "moments", "gradients")) {
      assertThat(bytes(whole, part + " of the critic")).isEqualTo(bytes(whole, part));
      assertThat(bytes(adapted, part + " of the critic"))
          .isEqualTo(bytes(adapted, part))
          .isPositive()
          .isLessThan(bytes(whole, part) / 4);
    }
    assertThat(bytes(adapted, "frozen weights of the critic"))
        .isEqualTo(bytes(adapted, "frozen weights"))
        .isPositive();
    assertThat(bytes(adapted, "logits of the critic")).isZero();
  }

  @Test
  void aModelThatJudgesIsCounted() {
    String judged =
        "evaluate:\n  safety: [ \"builtin-safety:4\" ]\n  judge_is_model_under_test: true\n"
            + "  judge: \"wildguard:";
    MemoryNeed alone = need(SFT, "");
    MemoryNeed both = need(SFT, judged + TinyModel.LLAMA.directory() + "\"\n");
    long engines =
        both.parts().stream().filter(part -> part.name().equals("packed weights")).count();
    assertThat(engines).isEqualTo(2);
    assertThat(both.bytes()).isGreaterThan(alone.bytes());
  }
}
