package dev.belay.torch.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.objective.TokenScores;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.ScopedTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Completions of one prompt of which some make a sequence that is long to the model: over 24. */
@ExtendWith(ScopedTensors.class)
class LongSequencesTest {

  private static final LearnerSpec SPEC =
      new LearnerSpec(ComputeType.FLOAT32, 1, AdamW.Settings.DEFAULT);

  /** Of 22, 32, 30, 24 and 25 tokens. */
  private static List<GroupedSequence> group() {
    Random random = new Random(5);
    int[] prompt = random.ints(20, 3, 64).toArray();
    List<GroupedSequence> group = new ArrayList<>();
    for (int length : new int[] {2, 12, 10, 4, 5}) {
      int[] completion = random.ints(length, 3, 64).toArray();
      group.add(new GroupedSequence(new TokenSequence(prompt, completion), 0));
    }
    return group;
  }

  /** Loss, gradient norm and scores of the whole step. */
  @SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
  private record Outcome(double loss, double norm, double[] logProbs) {

    static Outcome of(LanguageModel model, PackedStep step) {
      try (Learner learner = new CpuBackend().learner(model, SPEC)) {
        TokenScores scores = learner.room(step.completionTokens(), false);
        double loss = 0;
        for (PackedStep.MicroBatch batch : step.microBatches()) {
          loss += learner.accumulate(batch, new SftLoss(step.completionTokens()), null, scores);
        }
        double[] before = learner.score(step, null).logProbs();
        assertThat(before).containsExactly(scores.logProbs());
        return new Outcome(loss, learner.gradientNorm(), before);
      }
    }
  }

  @Test
  void aStepIsTheSameHoweverItIsCut() {
    try (LanguageModel model = LanguageModel.open(TinyModel.PHI3.directory())) {
      Outcome together = Outcome.of(model, PackedStep.of(group(), 1000));
      Outcome alone = Outcome.of(model, PackedStep.of(group(), 1));
      assertThat(together.logProbs()).containsExactly(alone.logProbs(), within(1e-5));
      assertThat(together.loss()).isCloseTo(alone.loss(), within(1e-6));
      assertThat(together.norm()).isCloseTo(alone.norm(), within(1e-5));
    }
  }

  @Test
  void neighboursOnOneSideShareTheirPrompt() {
    PackedCompletions packed = PackedStep.of(group(), 1000).microBatches().getFirst().packed();
    assertThat(packed.batch().tokens()).isEqualTo(57);
    PackedCompletions apart = packed.apart(24);
    assertThat(apart.batch().starts()).containsExactly(0, 22, 65, 89, 114);
    assertThat(apart.targets()).isEqualTo(packed.targets());
    assertThat(apart.batch().nextTokens())
        .satisfies(
            next -> {
              for (int i = 0; i < apart.rows().length; i++) {
                assertThat(next[apart.rows()[i]]).isEqualTo(apart.targets()[i]);
              }
            });
    assertThat(packed.apart(32)).isSameAs(packed);
  }
}
