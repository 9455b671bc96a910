package dev.belay.train.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ScoredRolloutsTest {

  /** Groups of two, with completions of 1, 2, 3… tokens. */
  private static List<Rollout> rollouts(int groups) {
    List<Rollout> rollouts = new ArrayList<>();
    for (int i = 0; i < 2 * groups; i++) {
      int length = i + 1;
      rollouts.add(
          new Rollout(
              new Problem("p" + i / 2, "q", "1", new SourceLine("test", 1)),
              i / 2,
              new int[] {1},
              new Completion(
                  new int[length], new float[length], new float[length], FinishReason.EOS, "t"),
              Map.of()));
    }
    return rollouts;
  }

  @Test
  void onePartIsTheStepInItsOrder() {
    assertThat(ScoredRollouts.split(rollouts(3), 1, 7)).hasSize(1);
    assertThat(ScoredRollouts.split(rollouts(3), 1, 7).getFirst())
        .containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void partsHoldWholeGroupsAndEveryCompletionOnce() {
    List<int[]> parts = ScoredRollouts.split(rollouts(5), 2, 7);
    assertThat(parts).extracting(part -> part.length).containsExactly(6, 4);
    TreeSet<Integer> seen = new TreeSet<>();
    for (int[] part : parts) {
      for (int k = 0; k < part.length; k += 2) {
        assertThat(part[k] % 2).isZero();
        assertThat(part[k + 1]).isEqualTo(part[k] + 1);
      }
      Arrays.stream(part).forEach(seen::add);
    }
    assertThat(seen).hasSize(10);
  }

  @Test
  void fewerGroupsMakeFewerParts() {
    assertThat(ScoredRollouts.split(rollouts(2), 4, 7)).hasSize(2);
  }

  @Test
  void theSeedDrawsTheParts() {
    List<String> drawn = new ArrayList<>();
    for (long seed = 0; seed < 20; seed++) {
      drawn.add(Arrays.toString(ScoredRollouts.split(rollouts(4), 2, seed).getFirst()));
      assertThat(Arrays.toString(ScoredRollouts.split(rollouts(4), 2, seed).getFirst()))
          .isEqualTo(drawn.getLast());
    }
    assertThat(drawn.stream().distinct().count()).isGreaterThan(2);
  }

  @Test
  void tokensOfAPartStandWhereTheStepHasThem() {
    try (ScoredRollouts scored = new ScoredRollouts(rollouts(2), 2, 100, 7)) {
      assertThat(scored.batch().tokens()).isEqualTo(10);
      for (ScoredRollouts.Part part : scored.parts()) {
        boolean first = part.completions()[0] == 0;
        assertThat(part.tokens())
            .containsExactly(first ? new int[] {0, 1, 2} : new int[] {3, 4, 5, 6, 7, 8, 9});
        assertThat(part.batches().completionTokens()).isEqualTo(part.tokens().length);
      }
    }
  }
}
