package dev.belay.report.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingSectionTest {

  @Test
  void aFewStepsStayAsTheyAreAndManyAreAveraged() {
    List<double[]> few = List.of(new double[] {1, 2});
    assertThat(TrainingSection.thinned(few)).isSameAs(few);
    List<double[]> many = new ArrayList<>();
    for (int i = 0; i < 801; i++) {
      many.add(new double[] {i, i % 3});
    }
    List<double[]> means = TrainingSection.thinned(many);
    assertThat(means).hasSize(267);
    assertThat(means.getFirst()).containsExactly(1, 1);
    assertThat(means.getLast()).containsExactly(799, 1);
  }
}
