package dev.belay.torch.tensor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** How much memory a process could still take without the machine running out. */
public final class AvailableMemory {

  private static final Path MEMORY_INFO = Path.of("/proc/meminfo");
  private static final Path GROUP_LIMIT = Path.of("/sys/fs/cgroup/memory.max");
  private static final Path GROUP_USE = Path.of("/sys/fs/cgroup/memory.current");

  private AvailableMemory() {}

  /**
   * Bytes available: Linux's own estimate, which counts caches that it would drop, within the limit
   * of the control group; elsewhere what is free.
   */
  public static long bytes() {
    return Math.min(machine(), group().orElse(Long.MAX_VALUE));
  }

  private static long machine() {
    for (String line : lines(MEMORY_INFO)) {
      if (line.startsWith("MemAvailable:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getFreeMemorySize();
  }

  private static OptionalLong group() {
    OptionalLong limit = number(GROUP_LIMIT);
    OptionalLong use = number(GROUP_USE);
    return limit.isPresent() && use.isPresent()
        ? OptionalLong.of(Math.max(0, limit.getAsLong() - use.getAsLong()))
        : OptionalLong.empty();
  }

  /** The number in a file; none if there is no such file or it says {@code max}. */
  private static OptionalLong number(Path file) {
    List<String> lines = lines(file);
    return lines.size() == 1 && lines.getFirst().matches("\\d+")
        ? OptionalLong.of(Long.parseLong(lines.getFirst()))
        : OptionalLong.empty();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of(); // No such interface on this system.
    }
  }
}
