package dev.belay.torch.generate;

import dev.belay.torch.tensor.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The key-value cache's memory: blocks that are promised before a sequence starts, so that no
 * sequence ever stops for want of memory, and allocated when they are first needed. Blocks may be
 * shared; not safe for use by several threads at once.
 */
final class BlockPool {

  /** A block and the number of sequences that read it. */
  static final class Block {
    private final long address;
    private int users;

    private Block(long address) {
      this.address = address;
    }

    long address() {
      return address;
    }
  }

  private static final int SLAB_BLOCKS = 64;

  private final Arena arena;
  private final CacheLayout layout;
  private final long capacity;
  private final Deque<Block> free = new ArrayDeque<>();
  private long used;
  private long promised;

  /**
   * @param capacity blocks at most
   */
  BlockPool(Arena arena, CacheLayout layout, long capacity) {
    this.arena = arena;
    this.layout = layout;
    this.capacity = capacity;
  }

  /** Promises blocks; false if there are not enough left. */
  boolean reserve(int blocks) {
    if (used + promised + blocks > capacity) {
      return false;
    }
    promised += blocks;
    return true;
  }

  /** Promises blocks that were released a moment ago. */
  void promise(int blocks) {
    promised += blocks;
  }

  /** Gives back promised blocks that were not needed. */
  void cancel(int blocks) {
    promised -= blocks;
  }

  /** Takes one promised block; the caller is its first user. */
  Block take() {
    if (free.isEmpty()) {
      grow();
    }
    promised--;
    used++;
    Block block = free.pop();
    block.users = 1;
    return block;
  }

  /** One more user of a block. */
  Block share(Block block) {
    block.users++;
    return block;
  }

  /** One user fewer; without users the block is free. */
  void release(Block block) {
    if (--block.users == 0) {
      used--;
      free.push(block);
    }
  }

  void copy(Block from, Block to) {
    NativeMemory.copy(from.address, to.address, layout.blockBytes());
  }

  private void grow() {
    long blocks = Math.min(SLAB_BLOCKS, promised);
    MemorySegment slab = arena.allocate(blocks * layout.blockBytes(), 64);
    for (long i = 0; i < blocks; i++) {
      free.add(new Block(slab.address() + i * layout.blockBytes()));
    }
  }

  /** Blocks in use. */
  long used() {
    return used;
  }
}
