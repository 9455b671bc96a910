package dev.belay.train.sweep;

import dev.belay.core.sweep.CellFolder;
import dev.belay.core.sweep.CellState;
import dev.belay.core.sweep.SweepPlan;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How many cells of a sweep are how far.
 *
 * @param of the number of cells by state; a state without cells has 0
 */
public record SweepCounts(Map<CellState, Long> of) {

  public SweepCounts {
    of = Map.copyOf(of);
  }

  /** Counts by the files of a sweep's folder. */
  public static SweepCounts read(Path folder, SweepPlan plan, Instant now) {
    Map<CellState, Long> counts = new EnumMap<>(CellState.class);
    for (CellState state : CellState.values()) {
      counts.put(state, 0L);
    }
    for (SweepPlan.PlannedCell cell : plan.cells()) {
      counts.merge(CellFolder.of(folder, cell.id()).state(now), 1L, Long::sum);
    }
    return new SweepCounts(counts);
  }

  /** Those of one state. */
  public long count(CellState state) {
    return of.getOrDefault(state, 0L);
  }

  /** All cells. */
  public long cells() {
    return of.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether a cell failed or was refused. */
  public boolean anyLost() {
    return count(CellState.FAILED) + count(CellState.REFUSED) > 0;
  }

  /** {@code 10 of 12 cells done, 1 running, 1 failed}. */
  public String words() {
    String others =
        Stream.of(CellState.RUNNING, CellState.WAITING, CellState.FAILED, CellState.REFUSED)
            .filter(state -> count(state) > 0)
            .map(state -> ", " + count(state) + " " + state.word())
            .collect(Collectors.joining());
    return "%d of %d cells done%s".formatted(count(CellState.DONE), cells(), others);
  }
}
