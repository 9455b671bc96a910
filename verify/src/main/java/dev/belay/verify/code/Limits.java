package dev.belay.verify.code;

import java.util.ArrayList;
import java.util.List;

/**
 * What one completion may use.
 *
 * @param cpuSeconds processor time of each of its processes
 * @param wallSeconds time until all is over
 * @param memoryBytes address space of each process, and resident memory of all together
 * @param processes processes and threads at a time
 * @param fileBytes the size of one file
 * @param folderBytes what the private temporary folder holds
 * @param messageBytes what the code hands back at a time
 */
public record Limits(
    int cpuSeconds,
    int wallSeconds,
    long memoryBytes,
    int processes,
    long fileBytes,
    long folderBytes,
    int messageBytes) {

  /** The slowest published solution needs 2 s of a fast processor; most need hundredths. */
  public static final Limits STANDARD =
      new Limits(10, 30, 1L << 30, 32, 16L << 20, 32L << 20, 8 << 20);

  /** The same with other times, for machines of which nobody knows how fast they are. */
  Limits withSeconds(int cpu, int wall) {
    return new Limits(cpu, wall, memoryBytes, processes, fileBytes, folderBytes, messageBytes);
  }

  /** The limits that the process of the tested code sets itself before it loads the code. */
  List<List<Object>> ofCode() {
    List<List<Object>> limits = new ArrayList<>(ofTests());
    limits.add(List.of("FSIZE", fileBytes, fileBytes));
    limits.add(List.of("NPROC", (long) processes, (long) processes));
    limits.add(List.of("NOFILE", 128L, 128L));
    return List.copyOf(limits);
  }

  /** Those of the process of the tests. */
  List<List<Object>> ofTests() {
    return List.of(
        List.of("CPU", (long) cpuSeconds, cpuSeconds + 1L),
        List.of("AS", memoryBytes, memoryBytes),
        List.of("CORE", 0L, 0L));
  }
}
