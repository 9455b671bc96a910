package dev.belay.torch.kernel;

import static dev.belay.torch.kernel.TileProduct.PANEL;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;

/** Brings queries, keys and values into the fp32 layouts that {@link TileProduct} reads. */
final class AttentionTiles {

  private AttentionTiles() {}

  /**
   * Widens rows into {@code [rows, padded]}.
   *
   * @param rowBytes from one row of {@code from} to the next
   * @param padded columns written, at least {@code columns}; the rest is written as 0
   */
  static void packRows(
      ComputeType type, long from, long rowBytes, int rows, int columns, long to, int padded) {
    for (int row = 0; row < rows; row++) {
      packRow(type, from + row * rowBytes, 1, columns, to + (long) row * padded * 4, padded);
    }
  }

  /** Widens one row times {@code factor}, with zeros up to {@code padded} columns. */
  static void packRow(ComputeType type, long from, float factor, int columns, long to, int padded) {
    Rows.widen(type, from, factor, to, columns);
    for (int i = columns; i < padded; i++) {
      NativeMemory.setFloat(to + i * 4L, 0);
    }
  }

  /**
   * Transposes rows into panels {@code [rows / PANEL, columns, PANEL]}, so that a row becomes a
   * column; the last panel is filled up with zeros.
   */
  static void packPanels(
      ComputeType type, long from, long rowBytes, int rows, int columns, long to) {
    long panelBytes = (long) columns * PANEL * 4;
    int full = rows / PANEL * PANEL;
    if (full < rows) {
      NativeMemory.zero(to + full / PANEL * panelBytes, panelBytes);
    }
    for (int row = 0; row < rows; row++) {
      long column = to + row / PANEL * panelBytes + row % PANEL * 4L;
      packColumn(type, from + row * rowBytes, columns, column);
    }
  }

  private static void packColumn(ComputeType type, long from, int columns, long to) {
    for (int i = 0; i < columns; i++) {
      NativeMemory.setFloat(to + i * (PANEL * 4L), Elements.get(type, from, i));
    }
  }
}
