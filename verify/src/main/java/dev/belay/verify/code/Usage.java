package dev.belay.verify.code;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a process and all that come from it use, as the kernel tells under {@code /proc}; nothing
 * where it does not tell.
 *
 * @param pids the processes, each after the one that it comes from
 */
record Usage(List<Long> pids) {

  private static final Path PROC = Path.of("/proc");
  private static final long PAGE = 4096;

  Usage {
    pids = List.copyOf(pids);
  }

  /** The process and its descendants; reads the parents of all processes of this machine. */
  static Usage of(long root) {
    Map<Long, List<Long>> children = children();
    List<Long> found = new ArrayList<>(List.of(root));
    for (int i = 0; i < found.size(); i++) {
      found.addAll(children.getOrDefault(found.get(i), List.of()));
    }
    return new Usage(found);
  }

  private static Map<Long, List<Long>> children() {
    Map<Long, List<Long>> children = new HashMap<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        List<Long> numbers = afterName(folder.resolve("stat"));
        if (!numbers.isEmpty()) {
          long pid = Long.parseLong(String.valueOf(folder.getFileName()));
          children.computeIfAbsent(numbers.getFirst(), _ -> new ArrayList<>()).add(pid);
        }
      }
    } catch (IOException e) {
      return Map.of(); // No such file system.
    }
    return children;
  }

  /** The parent, as a list of one; the name before it may hold blanks and parentheses. */
  private static List<Long> afterName(Path stat) {
    try {
      String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
      List<String> words = List.of(text.substring(text.lastIndexOf(')') + 1).split(" ", 4));
      return words.size() > 2 ? List.of(Long.parseLong(words.get(2))) : List.of();
    } catch (IOException | NumberFormatException e) {
      return List.of(); // It has ended.
    }
  }

  /** Bytes of memory that they occupy. */
  long residentBytes() {
    long pages = 0;
    for (long pid : pids) {
      List<Long> numbers = numbers(PROC.resolve(pid + "/statm"));
      pages += numbers.size() > 1 ? numbers.get(1) : 0;
    }
    return pages * PAGE;
  }

  /** Nanoseconds that they ran, and that they were ready to run but waited for a processor. */
  Time time() {
    long ran = 0;
    long waited = 0;
    for (long pid : pids) {
      List<Long> numbers = numbers(PROC.resolve(pid + "/schedstat"));
      if (numbers.size() > 1) {
        ran += numbers.get(0);
        waited += numbers.get(1);
      }
    }
    return new Time(ran, waited);
  }

  /** Processor time, in nanoseconds. */
  record Time(long ran, long waited) {}

  /** Kills them, the youngest first. */
  void kill() {
    for (long pid : pids.reversed()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  static boolean lives(long pid) {
    return Files.exists(PROC.resolve(pid + "/statm"));
  }

  private static List<Long> numbers(Path file) {
    List<Long> numbers = new ArrayList<>();
    try {
      for (String word : Files.readString(file, StandardCharsets.UTF_8).strip().split(" ", -1)) {
        if (!word.isEmpty()) {
          numbers.add(Long.parseLong(word));
        }
      }
    } catch (IOException | NumberFormatException e) {
      return List.of();
    }
    return numbers;
  }
}
