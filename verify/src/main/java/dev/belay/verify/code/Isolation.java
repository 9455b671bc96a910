package dev.belay.verify.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How processes are kept apart from this machine. The strong way is bubblewrap (Larsson et al.):
 * namespaces of their own for users, processes, mounts, network, IPC and host name; a filter of
 * system calls; no new privileges; nothing of the file system but what Python is made of, all of it
 * read-only, without {@code /proc}; an empty environment. Where Belay runs as root, the user is
 * changed to nobody before.
 */
public final class Isolation {

  private static final String NONE = "none";
  private static final String NOBODY = "65534";
  private static final List<String> ROOTS = List.of("/bin", "/sbin", "/lib", "/lib64", "/lib32");
  private static final List<String> DEVICES =
      List.of("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom");

  /** Reads the filter from descriptor 3, and lets the kernel end these processes first. */
  private static final String LAUNCH =
      "echo 1000 2>/dev/null >/proc/self/oom_score_adj; exec \"$@\" 3<\"$0\"";

  private static final String LAUNCH_PLAIN =
      "echo 1000 2>/dev/null >/proc/self/oom_score_adj; exec \"$@\"";

  private final String name;
  private final List<String> wrapper;
  private final Path python;

  private Isolation(String name, List<String> wrapper, Path python) {
    this.name = name;
    this.wrapper = List.copyOf(wrapper);
    this.python = python;
  }

  /** What isolates, for people, such as {@code bubblewrap 0.8.0}; {@code none} if nothing does. */
  public String name() {
    return name;
  }

  /** Whether the operating system isolates. */
  boolean isIsolated() {
    return !name.equals(NONE);
  }

  /** The Python that runs code. */
  public Path python() {
    return python;
  }

  /** What this machine offers, or why it offers nothing. */
  public record Offer(Optional<Isolation> isolation, String missing) {

    static Offer nothing(String missing) {
      return new Offer(Optional.empty(), missing);
    }
  }

  /** Isolation by bubblewrap. Nothing is started for a trial yet: see {@link IsolationCheck}. */
  public static Offer byBubblewrap(Map<String, String> environment, Limits limits) {
    Programs programs = Programs.of(environment);
    Optional<SystemCalls> calls = SystemCalls.of(System.getProperty("os.arch"));
    if (!System.getProperty("os.name").equals("Linux") || calls.isEmpty()) {
      return Offer.nothing(
          "code is isolated on Linux on x86-64 and aarch64 only, not on %s on %s"
              .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
    }
    Optional<Path> bwrap = programs.find("bwrap");
    if (bwrap.isEmpty()) {
      return Offer.nothing("bubblewrap is missing: apt-get install bubblewrap");
    }
    Optional<Path> python = programs.find("python3");
    if (python.isEmpty()) {
      return Offer.nothing("python3 is missing: apt-get install python3");
    }
    List<String> drop = dropOfRights(programs);
    if (isRoot() && drop.isEmpty()) {
      return Offer.nothing("setpriv is missing, which gives up root: apt-get install util-linux");
    }
    String version =
        Programs.output(List.of(bwrap.get().toString(), "--version")).orElse("bubblewrap").strip();
    List<String> wrapper = new ArrayList<>(List.of("/bin/sh", "-c", LAUNCH));
    wrapper.add(filterFile(calls.get()).toString());
    wrapper.addAll(drop);
    wrapper.addAll(bubblewrap(bwrap.get(), python.get(), limits));
    return new Offer(Optional.of(new Isolation(version, wrapper, python.get())), "");
  }

  /** No isolation but limits, a session of its own and, for root, another user. */
  public static Offer none(Map<String, String> environment) {
    Programs programs = Programs.of(environment);
    Optional<Path> python = programs.find("python3");
    if (python.isEmpty()) {
      return Offer.nothing("python3 is missing: apt-get install python3");
    }
    List<String> wrapper = new ArrayList<>(List.of("/bin/sh", "-c", LAUNCH_PLAIN, "sh"));
    wrapper.addAll(dropOfRights(programs));
    return new Offer(Optional.of(new Isolation(NONE, wrapper, python.get())), "");
  }

  /** A command that runs a program in Python. */
  List<String> command(String program) {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(List.of(python.toString(), "-s", "-S", "-B", "-c", program));
    return command;
  }

  /** All that the processes find in their environment. */
  static Map<String, String> environment() {
    return Map.of(
        "PATH", "/usr/bin:/bin", "LANG", "C.UTF-8", "PYTHONHASHSEED", "0", "PYTHONUTF8", "1");
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static List<String> dropOfRights(Programs programs) {
    return isRoot()
        ? programs
            .find("setpriv")
            .map(
                path ->
                    List.of(
                        path.toString(),
                        "--reuid=" + NOBODY,
                        "--regid=" + NOBODY,
                        "--clear-groups",
                        "--no-new-privs"))
            .orElse(List.of())
        : List.of();
  }

  private static List<String> bubblewrap(Path bwrap, Path python, Limits limits) {
    List<String> all = new ArrayList<>(List.of(bwrap.toString()));
    all.addAll(List.of("--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc"));
    all.addAll(List.of("--unshare-uts", "--unshare-cgroup-try", "--hostname", "sandbox"));
    all.addAll(List.of("--uid", NOBODY, "--gid", NOBODY, "--cap-drop", "ALL"));
    all.addAll(List.of("--die-with-parent", "--new-session"));
    all.addAll(List.of("--ro-bind", "/usr", "/usr"));
    for (String root : ROOTS) {
      Path path = Path.of(root);
      if (Files.isSymbolicLink(path)) {
        all.addAll(List.of("--symlink", target(path), root));
      } else if (Files.isDirectory(path)) {
        all.addAll(List.of("--ro-bind", root, root));
      }
    }
    all.addAll(List.of("--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"));
    prefix(python).ifPresent(path -> all.addAll(List.of("--ro-bind", path, path)));
    DEVICES.forEach(device -> all.addAll(List.of("--dev-bind", device, device)));
    boolean sized =
        Programs.output(List.of(bwrap.toString(), "--help")).orElse("").contains("--size ");
    if (sized) {
      all.addAll(List.of("--size", Long.toString(limits.folderBytes()), "--tmpfs", "/tmp"));
    } else {
      all.addAll(List.of("--dir", "/tmp"));
    }
    all.addAll(List.of("--remount-ro", "/", "--chdir", "/tmp", "--seccomp", "3"));
    // Standard error is bubblewrap's own: there it says which process is the first.
    all.addAll(List.of("--json-status-fd", "2", "--"));
    return all;
  }

  /** Where Python keeps its library, if that is not below {@code /usr}. */
  private static Optional<String> prefix(Path python) {
    return Programs.output(
            List.of(python.toString(), "-I", "-S", "-c", "import sys; print(sys.base_prefix)"))
        .map(String::strip)
        .filter(path -> path.startsWith("/") && !path.equals("/usr") && !path.startsWith("/usr/"));
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The filter in a file, which goes when Belay ends. */
  private static Path filterFile(SystemCalls calls) {
    try {
      Path file = Files.createTempFile("belay-seccomp", ".bpf");
      file.toFile().deleteOnExit();
      return Files.write(file, SeccompFilter.program(calls));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
