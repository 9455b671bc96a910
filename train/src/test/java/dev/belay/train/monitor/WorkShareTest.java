package dev.belay.train.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.recipe.MonitorSpec;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.train.method.StepReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkShareTest {

  private static final String MONITOR = "  monitor: { suite: builtin-safety, max_share: 0.2 }\n";

  private static TrainSpec train(String yaml) {
    String recipe = "name: r\nmodel: { name: m }\ntrain:\n" + yaml + MONITOR;
    return RecipeReader.parse(recipe, "r.yaml", List.of()).train().orElseThrow();
  }

  private static TrainSpec sft() {
    return train("  method: sft\n  data: { source: arithmetic }\n");
  }

  private static MonitorState state() {
    MonitorSpec spec = sft().guards().monitor().orElseThrow();
    return new MonitorState(spec);
  }

  private static StepReport step(long tokens) {
    return StepReport.of(1).put("tokens", tokens).build();
  }

  @Test
  void aTokenOfAnUpdateCountsAsThreeAndOneOfARolloutAsOneMore() {
    assertThat(new WorkShare(0.2, 100, sft()).of(step(1000))).isEqualTo(3000);
    TrainSpec rlvr =
        train(
            """
              method: rlvr
              data: { source: arithmetic }
              reward: [ { verifier: math } ]
              rollout: { epochs: 2 }
            """);
    assertThat(new WorkShare(0.2, 100, rlvr).of(step(1000))).isEqualTo(7000);
  }

  /** The reference's pass and the one that finds the margins come before the update. */
  @Test
  void aTokenOfPreferenceOptimisationCountsAsFive() {
    TrainSpec dpo = train("  method: dpo\n  data: { source: hh-harmless }\n");
    assertThat(new WorkShare(0.2, 100, dpo).of(step(1000))).isEqualTo(5000);
  }

  @Test
  void drawsAreThoseThatTheShareAllows() {
    WorkShare share = new WorkShare(0.2, 100, sft());
    MonitorState state = state();
    assertThat(share.draws(16, state)).isZero();
    // A fifth of all is a quarter of training: 4000 give 1000, ten draws of 100.
    state.addTrained(4000);
    assertThat(share.draws(16, state)).isEqualTo(10);
    assertThat(share.draws(8, state)).isEqualTo(8);
    state.addMonitored(950);
    assertThat(share.draws(16, state)).isZero();
    state.addTrained(1_000_000);
    assertThat(share.draws(16, state)).isEqualTo(16);
  }

  @Test
  void onceThereAreDrawsTheirOwnCostIsReckonedWith() {
    WorkShare share = new WorkShare(0.2, 100, sft());
    MonitorState state = state();
    state.addTrained(4000);
    for (int i = 0; i < 10; i++) {
      state.observe(MonitorStateTest.lost());
    }
    state.addMonitored(400);
    // 600 are left, at 40 a draw.
    assertThat(share.draws(100, state)).isEqualTo(15);
  }
}
