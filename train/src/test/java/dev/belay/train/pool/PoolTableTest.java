package dev.belay.train.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.stats.CrossedMean;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolTableTest {

  private static final SuiteInfo INFO =
      new SuiteInfo("harm", "1", SuiteKind.HARMFUL, List.of("patterns 1"));

  /** A run whose prompts all scored 1 before; {@code after} has 0, 1, or . for no verdict. */
  private static PoolTable.Member member(int index, String seed, String setting, String after) {
    Map<String, RunScores.Change> changes = new LinkedHashMap<>();
    for (int p = 0; p < after.length(); p++) {
      if (after.charAt(p) != '.') {
        changes.put("p" + p, new RunScores.Change(1, after.charAt(p) - '0'));
      }
    }
    return new PoolTable.Member(
        index, seed, setting, new RunScores.Suite(INFO, changes, after.length()));
  }

  @Test
  void seedsStandInRowsAndPromptsWithAVerdictInColumns() {
    PoolTable table =
        PoolTable.of(List.of(member(0, "17", "a", "1101"), member(1, "18", "a", "100.")))
            .orElseThrow();

    assertThat(table.seeds()).containsExactly("17", "18");
    assertThat(table.prompts()).containsExactly("p0", "p1", "p2");
    assertThat(table.leftOut()).isEqualTo(1);
    assertThat(table.after()[0]).containsExactly(1, 1, 0);
    assertThat(table.after()[1]).containsExactly(1, 0, 0);
    assertThat(table.pairs().change().mean()).isCloseTo(-0.5, within(1e-12));
    assertThat(table.pairs().change().seedMeans().getFirst()).isCloseTo(-1 / 3.0, within(1e-12));
  }

  @Test
  void otherAxesAreAveragedOverWithinASeed() {
    PoolTable table =
        PoolTable.of(
                List.of(
                    member(0, "1", "a", "10"),
                    member(1, "2", "a", "11"),
                    member(2, "1", "b", "00"),
                    member(3, "2", "b", "10")))
            .orElseThrow();

    assertThat(table.after()[0]).containsExactly(0.5, 0);
    assertThat(table.after()[1]).containsExactly(1, 0.5);
    assertThat(table.runs()).containsExactly(0, 1, 2, 3);
  }

  /** A seed that one setting lacks would make the seeds' means those of different settings. */
  @Test
  void seedsThatASettingLacksAreLeftOut() {
    List<PoolTable.Member> members = new ArrayList<>();
    members.add(member(0, "1", "a", "10"));
    members.add(member(1, "2", "a", "11"));
    members.add(member(2, "1", "b", "00"));
    PoolTable table = PoolTable.of(members).orElseThrow();

    assertThat(table.seeds()).containsExactly("1");
    assertThat(table.runs()).containsExactly(0, 2);

    members.add(member(3, "3", "c", "11"));
    assertThat(PoolTable.of(members)).isEmpty();
  }

  @Test
  void withoutAPromptThatAllDecidedThereIsNoTable() {
    assertThat(PoolTable.of(List.of(member(0, "1", "a", "1."), member(1, "2", "a", ".1"))))
        .isEmpty();
  }

  @Test
  void poolsAreComparedOnSharedSeedsAndPrompts() {
    PoolTable first =
        PoolTable.of(List.of(member(0, "1", "a", "111"), member(1, "2", "a", "111"))).orElseThrow();
    PoolTable second =
        PoolTable.of(List.of(member(2, "2", "b", "10."), member(3, "3", "b", "000"))).orElseThrow();

    CrossedMean difference = second.against(first).orElseThrow();
    // Seed 2, prompts p0 and p1: it lost one of two, the first none.
    assertThat(difference.mean()).isCloseTo(-0.5, within(1e-12));
    assertThat(difference.interval(0.95).low()).isLessThan(-1);
  }
}
