package dev.belay.core.sweep;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A sweep as its file says.
 *
 * @param file where it was read
 * @param name names its folder
 * @param recipe what every cell is made of
 * @param axes what is varied, in the file's order; their names differ
 * @param exclusions cells that are left out
 * @param options how it is run
 */
public record SweepFile(
    Path file,
    String name,
    Path recipe,
    List<Axis> axes,
    List<Exclusion> exclusions,
    RunOptions options) {

  /** How often a cell that died is tried again where the file says nothing. */
  public static final int RETRIES = 2;

  public SweepFile {
    axes = List.copyOf(axes);
    exclusions = List.copyOf(exclusions);
  }

  /**
   * Cells that are left out.
   *
   * @param values texts of values by axis; a cell that has all of them is left out
   * @param place property path in the sweep's file
   * @param line 1-based
   */
  public record Exclusion(Map<String, String> values, String place, int line) {}

  /**
   * How a sweep is run, if its command does not say otherwise.
   *
   * @param retries how often a cell that died is tried again
   * @param parallel how many cells run at a time; empty: one
   */
  public record RunOptions(int retries, OptionalInt parallel) {}
}
