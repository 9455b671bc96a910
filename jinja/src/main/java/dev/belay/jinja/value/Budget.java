package dev.belay.jinja.value;

import java.util.Iterator;

/** Counts what one rendering uses and ends it when that is more than its limits. */
public final class Budget {

  private static final int CLOCK_EVERY = 1 << 6;

  /** What an entry of a dict counts. */
  private static final int ENTRY = 8;

  private final Limits limits;
  private final long deadline;
  private long steps;
  private long nextClock = CLOCK_EVERY;
  private int depth;
  private int line;

  public Budget(Limits limits) {
    this.limits = limits;
    this.deadline = System.nanoTime() + limits.time().toNanos();
  }

  public void step() {
    charge(1);
  }

  public void charge(long count) {
    steps += count;
    if (steps > limits.steps()) {
      throw new JinjaException(
          "the template takes more than %,d steps; it may loop over too much"
              .formatted(limits.steps()));
    }
    if (steps >= nextClock) {
      nextClock = steps + CLOCK_EVERY;
      lookAtClock();
    }
  }

  private void lookAtClock() {
    if (System.nanoTime() - deadline > 0) {
      throw new JinjaException(
          "the template takes more than %d s".formatted(limits.time().toSeconds()));
    }
  }

  /**
   * Before a function of the environment works: what it is given counts as if it were built. What
   * it does must be linear in that.
   */
  public void call(Object self, CallArguments arguments) {
    read(self);
    arguments.positional().forEach(this::read);
    arguments.named().values().forEach(this::read);
    lookAtClock();
  }

  /** What such a function gave; a text counts, and is no longer than any may be. */
  public Object made(Object value) {
    if (value instanceof String text) {
      text(text.length());
    }
    return value;
  }

  /** Goes one level down, to what stands in a line of the template. */
  public void enter(int templateLine) {
    line = templateLine;
    enter();
  }

  /** Where the rendering is: the line it entered last; 0 before the first. */
  public int line() {
    return line;
  }

  /** Goes one level down; {@link #leave} goes up again. */
  public void enter() {
    if (++depth > limits.depth()) {
      throw new JinjaException(
          "the template nests deeper than %d levels; does a macro call itself?"
              .formatted(limits.depth()));
    }
  }

  public void leave() {
    depth--;
  }

  /** Before a string of this length is built. */
  public void text(long length) {
    growText(0, length);
  }

  /** Before a value is worked through: its characters count as if they were built. */
  public void read(Object value) {
    charge(value instanceof String text ? 1 + (text.length() >> 3) : 1);
  }

  /** Before a string grows. */
  void growText(long length, long more) {
    if (length + more > limits.textLength()) {
      throw new JinjaException(
          "the template makes a text of more than %,d characters".formatted(limits.textLength()));
    }
    charge(more >> 3);
  }

  /** Before a list of this length is built. */
  public void list(long length) {
    if (length > limits.listLength()) {
      throw new JinjaException(
          "the template makes a list of more than %,d items".formatted(limits.listLength()));
    }
    charge(length);
  }

  /** Before so many entries are put into a dict; each takes as much memory as several items. */
  public void entries(int count) {
    charge((long) ENTRY * count);
  }

  /** Before all that a value holds is copied. */
  public void copy(Object value) {
    charge(Iteration.length(value).orElse(0));
  }

  /** Before a list of this length grows by one. */
  public void listItem(int length) {
    step();
    if (length >= limits.listLength()) {
      list(length + 1L);
    }
  }

  /** The same items, each counted as a step. */
  public Iterator<Object> counted(Iterator<Object> items) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public Object next() {
        step();
        return items.next();
      }
    };
  }
}
