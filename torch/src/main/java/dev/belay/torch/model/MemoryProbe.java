package dev.belay.torch.model;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads how much memory is left from Linux's {@code /proc} and control groups (1 and 2). */
final class MemoryProbe {

  private final Path root;

  /** The file system's root, or a folder that stands for it. */
  MemoryProbe(Path root) {
    this.root = root;
  }

  /** The tightest of all limits found. */
  MemoryBudget budget() {
    List<MemoryBudget> budgets = new ArrayList<>();
    value(root.resolve("proc/meminfo"), "MemAvailable:")
        .ifPresent(kb -> budgets.add(new MemoryBudget(kb * 1024, "MemAvailable of this machine")));
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      addGroups(budgets, line);
    }
    return budgets.stream()
        .min(Comparator.comparingLong(MemoryBudget::availableBytes))
        .orElseGet(MemoryProbe::physicalMemory);
  }

  /** A line is {@code id:controllers:path}; version 2 has id 0 and no controllers. */
  private void addGroups(List<MemoryBudget> budgets, String line) {
    String[] parts = line.split(":", 3);
    if (parts.length < 3) {
      return;
    }
    if (parts[0].equals("0") && parts[1].isEmpty()) {
      addAncestors(budgets, root.resolve("sys/fs/cgroup"), parts[2], true);
    } else if (List.of(parts[1].split(",")).contains("memory")) {
      addAncestors(budgets, root.resolve("sys/fs/cgroup/memory"), parts[2], false);
    }
  }

  /** Limits hold for all groups below, so each group on the way up counts. */
  private static void addAncestors(
      List<MemoryBudget> budgets, Path mount, String path, boolean version2) {
    // Inside a container the path may be the host's; then the mount itself is the group.
    @Nullable Path group = mount.resolve(path.replaceFirst("^/+", "")).normalize();
    while (group != null && group.startsWith(mount)) {
      OptionalLong left = version2 ? leftOfVersion2(group) : leftOfVersion1(group);
      Path shown = group;
      left.ifPresent(
          bytes -> budgets.add(new MemoryBudget(bytes, "left of the limit in " + shown)));
      group = group.getParent();
    }
  }

  private static OptionalLong leftOfVersion2(Path group) {
    return left(
        number(group.resolve("memory.max")),
        number(group.resolve("memory.current")),
        value(group.resolve("memory.stat"), "inactive_file"));
  }

  private static OptionalLong leftOfVersion1(Path group) {
    return left(
        number(group.resolve("memory.limit_in_bytes")),
        number(group.resolve("memory.usage_in_bytes")),
        value(group.resolve("memory.stat"), "total_inactive_file"));
  }

  /** The kernel gives up cached file pages before it kills. */
  private static OptionalLong left(OptionalLong limit, OptionalLong used, OptionalLong cached) {
    if (limit.isEmpty() || used.isEmpty()) {
      return OptionalLong.empty();
    }
    long held = Math.max(0, used.getAsLong() - cached.orElse(0));
    return OptionalLong.of(Math.max(0, limit.getAsLong() - held));
  }

  /** Where there is no {@code /proc}: what the machine has, since what is free is not known. */
  private static MemoryBudget physicalMemory() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    long bytes =
        system instanceof com.sun.management.OperatingSystemMXBean known
            ? known.getTotalMemorySize()
            : Long.MAX_VALUE;
    return new MemoryBudget(bytes, "physical memory of this machine");
  }

  /** The number behind {@code key} in a file of lines. */
  private static OptionalLong value(Path file, String key) {
    for (String line : lines(file)) {
      String[] words = line.trim().split("\\s+", 3);
      if (words.length >= 2 && words[0].equals(key)) {
        return parse(words[1]);
      }
    }
    return OptionalLong.empty();
  }

  /** The number that is all of a file; a file that says {@code max} has none. */
  private static OptionalLong number(Path file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? OptionalLong.empty() : parse(lines.getFirst().trim());
  }

  private static OptionalLong parse(String digits) {
    try {
      return OptionalLong.of(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      return OptionalLong.empty(); // "max": no limit.
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of(); // A limit that cannot be read is no limit known.
    }
  }
}
