package dev.belay.torch.generate;

/**
 * How many rows are multiplied in one call. A larger batch takes several calls; a smaller one is
 * filled up with rows that nobody reads.
 *
 * @param least fewest rows of a call, 1 or more
 * @param most rows of a call at most, {@code least} or more
 */
record CallRows(int least, int most) {

  /** As many as there are. */
  static final CallRows ANY = new CallRows(1, Integer.MAX_VALUE);

  /** Always as many. */
  static CallRows exactly(int rows) {
    return new CallRows(rows, rows);
  }

  boolean isLimited() {
    return most != Integer.MAX_VALUE;
  }

  /** Calls for a batch where none is filled up. */
  private int calls(int rows) {
    return Math.max(1, Math.ceilDiv(rows, most));
  }

  /** Rows of each call for a batch. */
  int of(int rows) {
    return Math.max(least, Math.ceilDiv(rows, calls(rows)));
  }

  /** Rows that a batch needs room for at most, together with those of smaller batches. */
  int room(int rows) {
    return rows + Math.max(least, calls(rows));
  }

  /** Such as {@code 1 row filled up to 2, at most 64 a call}; empty for any number. */
  String description() {
    if (least == most) {
      return "%d rows a call".formatted(most);
    }
    String filled =
        switch (least) {
          case 1 -> "";
          case 2 -> "1 row filled up to 2";
          default -> "1 to %d rows filled up to %d".formatted(least - 1, least);
        };
    String limited = isLimited() ? "at most %d rows a call".formatted(most) : "";
    return filled.isEmpty() || limited.isEmpty() ? filled + limited : filled + ", " + limited;
  }
}
