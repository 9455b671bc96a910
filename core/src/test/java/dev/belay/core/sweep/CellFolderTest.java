package dev.belay.core.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of a cell say of it. */
class CellFolderTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path sweep;

  private CellFolder cell() throws IOException {
    CellFolder cell = CellFolder.of(sweep, "0123456789abcdef");
    Files.createDirectories(cell.run());
    return cell;
  }

  private static Attempt attempt(Attempt.Outcome outcome) {
    return new Attempt(1, "here", NOW.toString(), 2.5, 1, outcome, "last\nlines");
  }

  @Test
  void theLastAttemptDecidesUntilThereIsAResult() throws IOException {
    CellFolder cell = cell();
    assertThat(cell.state(NOW)).isEqualTo(CellState.WAITING);
    cell.add(attempt(Attempt.Outcome.DIED));
    assertThat(cell.state(NOW)).isEqualTo(CellState.WAITING);
    cell.add(attempt(Attempt.Outcome.FAILED));
    assertThat(cell.state(NOW)).isEqualTo(CellState.FAILED);
    cell.add(attempt(Attempt.Outcome.REFUSED));
    assertThat(cell.state(NOW)).isEqualTo(CellState.REFUSED);
    assertThat(cell.attempts()).hasSize(3).first().isEqualTo(attempt(Attempt.Outcome.DIED));
    Files.writeString(cell.result(), "{}");
    assertThat(cell.state(NOW)).isEqualTo(CellState.DONE);
  }

  @Test
  void aClaimedCellRunsAndIsNobodyElses() throws IOException {
    CellFolder cell = cell();
    try (CellClaim claim = CellClaim.take(cell.root(), NOW).orElseThrow()) {
      assertThat(cell.state(NOW)).isEqualTo(CellState.RUNNING);
      assertThat(CellClaim.take(cell.root(), NOW)).isEmpty();
      assertThat(cell.state(NOW.plusSeconds(300)))
          .as("no sign of life")
          .isEqualTo(CellState.WAITING);
      claim.beat(NOW.plusSeconds(300));
      assertThat(cell.state(NOW.plusSeconds(300))).isEqualTo(CellState.RUNNING);
    }
    assertThat(cell.state(NOW)).isEqualTo(CellState.WAITING);
  }

  /** As over a network's file system, where no lock can be relied on. */
  @Test
  void anOwnerElsewhereIsBelievedWhileItGivesSignsOfLife() throws IOException {
    CellFolder cell = cell();
    Files.writeString(
        cell.root().resolve("owner.json"),
        "{\"host\":\"elsewhere\",\"process\":1,\"alive\":\"2026-01-01T11:59:30Z\"}\n");
    assertThat(cell.state(NOW)).isEqualTo(CellState.RUNNING);
    assertThat(CellClaim.take(cell.root(), NOW)).isEmpty();

    Instant later = NOW.plusSeconds(120);
    assertThat(cell.state(later)).isEqualTo(CellState.WAITING);
    Optional<CellClaim> claim = CellClaim.take(cell.root(), later);
    assertThat(claim).isPresent();
    claim.orElseThrow().close();
  }

  @Test
  void aPlanIsReadAsItWasWrittenAndKeepsOtherSweepsOut() {
    SweepPlan plan = plan("mine");
    plan.write(sweep);
    plan.write(sweep);
    assertThat(SweepPlan.read(sweep)).isEqualTo(plan);

    assertThatThrownBy(() -> plan("other").write(sweep))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("holds the sweep 'mine', not 'other'");
    assertThatThrownBy(() -> SweepPlan.read(sweep.resolve("cells")))
        .hasMessageContaining("is no folder of a sweep");
  }

  private static SweepPlan plan(String name) {
    return new SweepPlan(
        name,
        "base.yaml",
        0.9,
        OptionalDouble.of(0.05),
        List.of(
            new SweepPlan.PlannedAxis("seed", List.of("1"), true, Map.of()),
            new SweepPlan.PlannedAxis(
                "task", List.of("a"), false, Map.of("a", Map.of("train.steps", "2")))),
        List.of(
            new SweepPlan.PlannedCell(0, "0123456789abcdef", Map.of("seed", "1", "task", "a"))));
  }
}
