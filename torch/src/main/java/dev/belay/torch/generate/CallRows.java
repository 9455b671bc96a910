package dev.belay.torch.generate;

/**
 * How many rows are multiplied in one call; what is missing is filled up with rows that nobody
 * reads.
 *
 * @param least fewest rows of a call, 1 or more
 * @param tile rows of every call; 0 for any number
 */
record CallRows(int least, int tile) {

  /** As many as there are. */
  static final CallRows ANY = new CallRows(1, 0);

  /** Always {@code tile}. */
  static CallRows tiles(int tile) {
    return new CallRows(1, tile);
  }

  /** Rows of a call for a batch, or for each part of it. */
  int of(int rows) {
    return tile == 0 ? Math.max(rows, least) : tile;
  }

  /** Rows of all calls together for a batch. */
  int total(int rows) {
    return tile == 0 ? of(rows) : (rows + tile - 1) / tile * tile;
  }
}
