package dev.belay.torch.generate;

import java.util.ArrayList;
import java.util.List;

/** The cache of one sequence: its blocks in order of position, some of them perhaps shared. */
final class BlockTable {

  private final BlockPool pool;
  private final List<BlockPool.Block> blocks = new ArrayList<>();
  private final long[] addresses;
  private final boolean sharing;
  private boolean beyond;

  /**
   * @param positions the most that it will hold
   * @param sharing whether it shares full blocks with what it is forked from
   * @param beyond whether it is of a sequence that is long from the start
   */
  BlockTable(BlockPool pool, int positions, boolean sharing, boolean beyond) {
    this.pool = pool;
    this.addresses = new long[CacheLayout.blocks(positions)];
    this.sharing = sharing;
    this.beyond = beyond;
  }

  /** Whether its keys are turned as those of a long sequence. */
  boolean isBeyond() {
    return beyond;
  }

  /**
   * Begins anew as that of a long sequence: what it held is to be computed again. It must not share
   * blocks, so that the pool has promised all of them.
   */
  void restartBeyond() {
    blocks.forEach(pool::release);
    pool.promise(blocks.size());
    blocks.clear();
    beyond = true;
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
   * Begins with the first {@code positions} of another table: full blocks are shared if it shares
   * any, the rest is copied.
   */
  void fork(BlockTable prefix, int positions) {
    int shared = sharing ? positions / CacheLayout.TOKENS : 0;
    for (int i = 0; i < shared; i++) {
      append(pool.share(prefix.blocks.get(i)));
    }
    ensure(positions);
    for (int i = shared; i < CacheLayout.blocks(positions); i++) {
      pool.copy(prefix.blocks.get(i), blocks.get(i));
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
