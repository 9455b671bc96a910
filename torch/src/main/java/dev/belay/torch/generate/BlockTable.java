package dev.belay.torch.generate;

import java.util.ArrayList;
import java.util.List;

/** The cache of one sequence: its blocks in order of position, some of them perhaps shared. */
final class BlockTable {

  private final BlockPool pool;
  private final List<BlockPool.Block> blocks = new ArrayList<>();
  private final long[] addresses;

  /**
   * @param positions the most that it will hold
   */
  BlockTable(BlockPool pool, int positions) {
    this.pool = pool;
    this.addresses = new long[CacheLayout.blocks(positions)];
  }

  /** Makes room for positions below {@code end}, from what the pool has promised. */
  void ensure(int end) {
    while (blocks.size() < CacheLayout.blocks(end)) {
      append(pool.take());
    }
  }

  private void append(BlockPool.Block block) {
    addresses[blocks.size()] = block.address();
    blocks.add(block);
  }

  /**
   * Begins with the first {@code positions} of another table: full blocks are shared, the rest is
   * copied.
   */
  void fork(BlockTable prefix, int positions) {
    int full = positions / CacheLayout.TOKENS;
    for (int i = 0; i < full; i++) {
      append(pool.share(prefix.blocks.get(i)));
    }
    if (positions % CacheLayout.TOKENS != 0) {
      ensure(positions);
      pool.copy(prefix.blocks.get(full), blocks.get(full));
    }
  }

  /** Addresses of the blocks, in order; those in use come first. */
  long[] addresses() {
    return addresses;
  }

  /** Gives everything back, promises included. */
  void release() {
    blocks.forEach(pool::release);
    pool.cancel(addresses.length - blocks.size());
    blocks.clear();
  }
}
