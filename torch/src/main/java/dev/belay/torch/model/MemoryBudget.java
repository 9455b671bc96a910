package dev.belay.torch.model;

import dev.belay.core.error.BadInputException;
import java.nio.file.Path;

/**
 * Memory that this process may still take, asked before a model is loaded: without swap, a process
 * that takes more is killed without a word.
 *
 * @param availableBytes what may be taken
 * @param source where the figure comes from, for the error message
 */
public record MemoryBudget(long availableBytes, String source) {

  /**
   * What this machine, or the container that the process runs in, can give: the smaller of the
   * kernel's {@code MemAvailable} and what is left of the control groups' limits.
   */
  public static MemoryBudget ofThisMachine() {
    return new MemoryProbe(Path.of("/")).budget();
  }

  /**
   * Refuses work that does not fit.
   *
   * @throws BadInputException with the figures
   */
  public void require(MemoryNeed need) {
    if (need.bytes() > availableBytes) {
      throw new BadInputException(
          ("too little memory for %s: it takes about %s (%s), but %s are available (%s). Use a"
                  + " smaller model, bfloat16, smaller batches or fewer tokens, or free memory.")
              .formatted(
                  need.purpose(),
                  ByteCount.text(need.bytes()),
                  need.breakdown(),
                  ByteCount.text(availableBytes),
                  source));
    }
  }
}
