package dev.belay.train.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.run.Progress;
import dev.belay.core.sweep.Attempt;
import dev.belay.core.sweep.CellClaim;
import dev.belay.core.sweep.CellFolder;
import dev.belay.core.sweep.CellState;
import dev.belay.core.sweep.Grid;
import dev.belay.core.sweep.SweepCell;
import dev.belay.core.sweep.SweepPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How cells are started, tried again and ended; a script stands in for {@code belay run}. */
class LocalSweepTest {

  @TempDir Path temp;

  /** $2 is the recipe, $4 the run's folder; the tenth line of the recipe's text has the seed. */
  private static final String HEAD =
      """
      seed=$(sed -n 's/^seed: //p' "$2")
      echo "$seed" >> starts
      """
          .strip();

  private static final String RECIPE =
      """
      name: base
      seed: 1
      model: { name: some-model }
      evaluate: { safety: [ builtin-safety ] }
      """;

  @BeforeEach
  void recipe() throws IOException {
    Files.writeString(temp.resolve("base.yaml"), RECIPE);
  }

  private Grid grid(String seeds) throws IOException {
    Path file = temp.resolve("sweep.yaml");
    Files.writeString(file, "name: s\nrecipe: base.yaml\ngrid: { seed: " + seeds + " }\n");
    Grid grid = Grid.read(file);
    grid.check();
    return grid;
  }

  private ChildCommand script(String body) throws IOException {
    Path file = temp.resolve("belay.sh");
    Files.writeString(file, "cd '%s'\n%s\n%s\n".formatted(temp, HEAD, body));
    return new ChildCommand(List.of("sh", file.toString()), 3);
  }

  private void run(Grid grid, ChildCommand command, SweepStop stop) {
    new LocalSweep(temp.resolve("out"), command, 2, 2, Progress.SILENT, stop)
        .run("s", grid.cells());
  }

  private CellFolder folder(Grid grid, int index) {
    return CellFolder.of(temp.resolve("out"), grid.cells().get(index).id());
  }

  private List<String> starts() throws IOException {
    return Files.readAllLines(temp.resolve("starts")).stream().sorted().toList();
  }

  @Test
  void aResultIsAnEndWhateverTheExitCode() throws IOException {
    Grid grid = grid("1..3");
    run(
        grid,
        script("echo threads $OMP_NUM_THREADS; echo '{}' > \"$4/result.json\"; exit 1"),
        new SweepStop());

    assertThat(starts()).containsExactly("1", "2", "3");
    CellFolder second = folder(grid, 1);
    assertThat(second.state(Instant.now())).isEqualTo(CellState.DONE);
    assertThat(second.attempts()).singleElement().extracting(Attempt::exit).isEqualTo(1);
    assertThat(second.log()).content().contains("== attempt 1 on ", "threads 3");
    assertThat(second.recipe()).hasContent(grid.cells().get(1).yaml());
  }

  @Test
  void aCellThatDiesIsTriedAgainAndOthersGoOn() throws IOException {
    Grid grid = grid("1..4");
    run(
        grid,
        script(
            """
            tries=$(grep -c "^$seed\\$" starts)
            case $seed in
              1) [ "$tries" -gt 2 ] || { echo "out of luck $tries"; kill -9 $$; } ;;
              2) echo "never $tries"; exit 1 ;;
              3) echo "no such key"; exit 2 ;;
            esac
            echo '{}' > "$4/result.json"
            """),
        new SweepStop());

    assertThat(starts()).containsExactly("1", "1", "1", "2", "2", "2", "3", "4");
    assertThat(folder(grid, 0).attempts())
        .extracting(Attempt::outcome)
        .containsExactly(Attempt.Outcome.DIED, Attempt.Outcome.DIED, Attempt.Outcome.DONE);
    assertThat(folder(grid, 0).attempts().getFirst().reason()).isEqualTo("out of luck 1");
    assertThat(folder(grid, 0).attempts().getFirst().exit()).isEqualTo(137);
    assertThat(folder(grid, 1).state(Instant.now())).isEqualTo(CellState.FAILED);
    assertThat(folder(grid, 1).attempts().getLast().reason()).isEqualTo("never 3");
    assertThat(folder(grid, 2).state(Instant.now())).isEqualTo(CellState.REFUSED);
    SweepCounts counts = SweepCounts.read(temp.resolve("out"), SweepPlan.of(grid), Instant.now());
    assertThat(counts.words()).isEqualTo("2 of 4 cells done, 1 failed, 1 refused");
    assertThat(counts.anyLost()).isTrue();
  }

  @Test
  void moreValuesRunWhatIsNewAlone() throws IOException {
    ChildCommand command = script("echo '{}' > \"$4/result.json\"");
    run(grid("[ 1, 2 ]"), command, new SweepStop());
    run(grid("[ 3, 2, 1 ]"), command, new SweepStop());

    assertThat(starts()).containsExactly("1", "2", "3");
  }

  /** Two sweeps of one folder share the work; a cell whose owner is gone is taken in the end. */
  @Test
  void aCellThatSomebodyElseWorksOnKeepsNoOtherWaiting() throws Exception {
    Grid grid = grid("1..4");
    ChildCommand command = script("echo '{}' > \"$4/result.json\"");
    Files.createDirectories(folder(grid, 0).run());
    Thread sweep =
        new Thread(
            () ->
                new LocalSweep(temp.resolve("out"), command, 1, 2, Progress.SILENT, new SweepStop())
                    .run("s", grid.cells()));
    try (CellClaim _ = CellClaim.take(folder(grid, 0).root(), Instant.now()).orElseThrow()) {
      sweep.start();
      while (!folder(grid, 3).isDone()) {
        Thread.sleep(20);
      }
      assertThat(starts()).containsExactly("2", "3", "4");
    }
    sweep.join();

    assertThat(starts()).containsExactly("1", "2", "3", "4");
    assertThat(folder(grid, 0).isDone()).isTrue();
  }

  /** Its rate and the time that is left are those of all that work on the folder. */
  @Test
  void cellsThatAnotherSweepEndsAreCountedWhileOnesOwnRuns() throws Exception {
    Grid grid = grid("1..2");
    ChildCommand command =
        script("while [ ! -e go ]; do sleep 0.05; done; echo '{}' > \"$4/result.json\"");
    Set<Long> counts = ConcurrentHashMap.newKeySet();
    Progress counting =
        new Progress() {
          @Override
          public void start(String work, long total) {}

          @Override
          public void update(long done, String details) {
            counts.add(done);
          }

          @Override
          public void finish(String details) {}

          @Override
          public void note(String note) {}
        };
    Thread sweep =
        new Thread(
            () ->
                new LocalSweep(temp.resolve("out"), command, 1, 2, counting, new SweepStop())
                    .run("s", grid.cells()));
    sweep.start();
    Files.createDirectories(folder(grid, 1).run());
    Files.writeString(folder(grid, 1).run().resolve("result.json"), "{}");
    while (!counts.contains(1L)) {
      Thread.sleep(20);
    }
    Files.createFile(temp.resolve("go"));
    sweep.join();

    assertThat(starts()).containsExactly("1");
    assertThat(counts).doesNotContain(3L);
  }

  @Test
  void stoppingEndsChildrenAndStartsNoOthers() throws Exception {
    Grid grid = grid("1..5");
    ChildCommand command =
        script("trap 'touch \"$4/saved\"; exit 143' TERM; while :; do sleep 0.05; done");
    SweepStop stop = new SweepStop();
    Thread sweep = new Thread(() -> run(grid, command, stop));
    sweep.start();
    Path starts = temp.resolve("starts");
    while (!Files.exists(starts) || Files.readAllLines(starts).size() < 2) {
      Thread.sleep(20);
    }
    Thread.sleep(200); // The script sets its trap after it says that it started.
    stop.ask();
    sweep.join();

    assertThat(starts()).hasSize(2);
    for (int index : new int[] {0, 1}) {
      assertThat(folder(grid, index).run().resolve("saved")).exists();
      assertThat(folder(grid, index).attempts())
          .extracting(Attempt::outcome)
          .containsExactly(Attempt.Outcome.STOPPED);
      assertThat(folder(grid, index).state(Instant.now())).isEqualTo(CellState.WAITING);
    }
    run(grid, script("echo '{}' > \"$4/result.json\""), new SweepStop());
    for (SweepCell cell : grid.cells()) {
      assertThat(folder(grid, cell.index()).isDone()).isTrue();
    }
  }
}
