package dev.belay.torch.generate;

/**
 * The rows of one forward pass: one token of one sequence each, in any mixture of prompts and
 * completions. The rows whose logits are wanted come first.
 */
final class StepRows {

  private final int[] tokenIds;
  private final int[] positions;
  private final BlockTable[] tables;
  private int count;
  private int logitRows;

  StepRows(int capacity) {
    this.tokenIds = new int[capacity];
    this.positions = new int[capacity];
    this.tables = new BlockTable[capacity];
  }

  void clear() {
    count = 0;
    logitRows = 0;
  }

  /** Adds a row whose logits are wanted; before any {@link #add}. */
  void addWithLogits(int tokenId, int position, BlockTable table) {
    add(tokenId, position, table);
    logitRows = count;
  }

  void add(int tokenId, int position, BlockTable table) {
    table.ensure(position + 1);
    tokenIds[count] = tokenId;
    positions[count] = position;
    tables[count++] = table;
  }

  int count() {
    return count;
  }

  int logitRows() {
    return logitRows;
  }

  int free() {
    return tokenIds.length - count;
  }

  int tokenId(int row) {
    return tokenIds[row];
  }

  int position(int row) {
    return positions[row];
  }

  /** Whether the row is of a sequence beyond the length up to which length changes nothing. */
  boolean isBeyond(int row) {
    return tables[row].isBeyond();
  }

  /** Addresses of the row's cache blocks. */
  long[] blocks(int row) {
    return tables[row].addresses();
  }
}
