package dev.belay.jinja.value;

import java.time.Duration;

/**
 * What one rendering may use. Templates come from anywhere; none may hang or fill the memory.
 *
 * @param steps nodes evaluated, items visited, and characters built by the eight
 * @param textLength UTF-16 units of the output, and of any one string
 * @param listLength items of any one list
 * @param depth nested evaluations, macro calls included: the default is less than half of what a
 *     thread's usual stack of 1 MB holds before the code is compiled
 * @param time wall clock
 */
public record Limits(long steps, int textLength, int listLength, int depth, Duration time) {

  /** Far beyond what a conversation needs, well below what a machine minds. */
  public static final Limits DEFAULT =
      new Limits(20_000_000, 1 << 24, 1_000_000, 400, Duration.ofSeconds(20));
}
