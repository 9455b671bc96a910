package dev.belay.measure.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.advantage.Rloo;
import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.LossAggregation;
import dev.belay.core.objective.ReinforceLoss;
import dev.belay.core.run.Progress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TabularStudyTest {

  @Test
  void trainingComesToRestWhereTheTheorySays() {
    List<TabularResult> results = TabularStudy.run(5, Progress.SILENT);
    assertThat(results).hasSizeGreaterThan(30);
    assertThat(results).allMatch(TabularResult::agrees, TabularResult.table(results));
  }

  @Test
  void departuresFromTheTiltAreLargerThanTheTolerance() {
    List<TabularResult> departing =
        TabularStudy.run(5, Progress.SILENT).stream()
            .filter(each -> each.setting().contains("in the loss"))
            .filter(each -> Math.abs(each.predicted() - each.tilt()) > 1e-9)
            .toList();
    assertThat(departing).hasSizeGreaterThan(12);
    assertThat(departing)
        .allMatch(each -> Math.abs(each.reached() - each.tilt()) > 100 * each.allowed());
  }

  @Test
  void groupsHaveTheProbabilitiesOfTheMultinomial() {
    TabularGroups all = TabularGroups.all(3, 4);
    assertThat(all.paths()).hasSize(15 * 4);
    double[] law = {0.2, 0.3, 0.5};
    double[] probabilities = all.probabilities(law, 4);
    assertThat(Arrays.stream(probabilities).sum() / 4).isCloseTo(1, within(1e-12));
    // Four times the first; three times the first and once the second.
    assertThat(probabilities[0]).isCloseTo(0.0016, within(1e-12));
    assertThat(probabilities[4]).isCloseTo(4 * 0.008 * 0.3, within(1e-12));
  }

  @Test
  void drawnGroupsFollowTheirLaw() {
    double[] law = {0.2, 0.3, 0.5};
    TabularGroups drawn = TabularGroups.drawn(law, 5000, 2, new SplittableRandom(2));
    double third = Arrays.stream(drawn.paths()).filter(path -> path == 2).count() / 10000.0;
    assertThat(third).isCloseTo(0.5, within(0.02));
    assertThat(drawn.groups()[9999]).isEqualTo(4999);
  }

  @Test
  void aTreeOfTwoTokensHasTheLawOfItsPaths() {
    TabularTask task =
        TabularTask.ofTwoTokens(new double[] {0.75, 0.25}, new double[] {0.5, 0.8}, new double[2]);
    assertThat(task.law(task.reference()))
        .containsExactly(new double[] {0.375, 0.375, 0.05, 0.2}, within(1e-15));
    assertThat(task.visits(task.reference())[0]).isCloseTo(1, within(1e-12));
    assertThat(task.visits(task.reference())[2]).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void withoutAPenaltyNothingHoldsThePolicy() {
    TabularTask task =
        TabularTask.ofOneToken(new double[] {0.5, 0.5}, new double[] {1, 0}, new double[] {0, 1});
    Algorithm algorithm =
        new Algorithm(new Rloo(), new ReinforceLoss(), LossAggregation.SEQ_MEAN_TOKEN_SUM, 0);
    TabularTrainer trainer = new TabularTrainer(task, algorithm, 0, Optional.empty(), 4);
    assertThat(trainer.sample(0.5, 200, 16, new SplittableRandom(3))[0]).isGreaterThan(0.99);
  }
}
