package dev.belay.torch.generate;

import static org.bytedeco.pytorch.global.torch.from_blob;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;

/** The input of a {@link Linear}: memory for many rows, seen as tensors of the rows in use. */
final class RowBuffer implements AutoCloseable {

  /** Rows that are multiplied in one call; the tensor may have more rows than count. */
  record Tile(Tensor tensor, int firstRow, int rows) {}

  private final ComputeType type;
  private final int columns;
  private final Set<CallRows> callRows;
  private final long address;
  private final Map<CallRows, List<Tile>> tiles = new HashMap<>();
  private int rows = -1;

  RowBuffer(Arena arena, GemmChoice choice, int capacity, int columns) {
    this.type = choice.computeType();
    this.columns = columns;
    this.callRows = choice.callRows();
    int rowsHeld = callRows.stream().mapToInt(calls -> calls.room(capacity)).max().orElse(capacity);
    this.address = arena.allocate((long) rowsHeld * columns * type.bytes(), 64).address();
  }

  long row(int index) {
    return address + (long) index * columns * type.bytes();
  }

  /** Sets how many rows are in use; called by one thread while the others wait. */
  void resize(int count) {
    if (count == rows) {
      return;
    }
    close();
    rows = count;
    callRows.forEach(calls -> tiles.put(calls, tiles(calls, count)));
  }

  private List<Tile> tiles(CallRows calls, int count) {
    List<Tile> result = new ArrayList<>();
    int step = calls.of(count);
    for (int first = 0; first < count; first += step) {
      result.add(new Tile(view(first, step), first, Math.min(step, count - first)));
    }
    return List.copyOf(result);
  }

  private Tensor view(int firstRow, int count) {
    try (TensorScope _ = new TensorScope()) {
      return TensorScope.retain(
          from_blob(
              NativeMemory.pointer(row(firstRow)),
              new long[] {count, columns},
              new TensorOptions(type.scalarType())));
    }
  }

  /** The rows in use, divided into calls. */
  List<Tile> tiles(CallRows calls) {
    return tiles.getOrDefault(calls, List.of());
  }

  @Override
  public void close() {
    tiles.values().forEach(list -> list.forEach(tile -> tile.tensor().close()));
    tiles.clear();
    rows = -1;
  }
}
