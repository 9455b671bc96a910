package dev.belay.verify.code;

import dev.belay.core.data.Reference.UnitTests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tries the isolation of this machine: hostile programs must fail, and an honest one pass. */
public final class IsolationCheck {

  /** What each trial must be unable to do, and a program whose {@code f()} is true if it is. */
  private static final Map<String, String> TRIALS = trials();

  private IsolationCheck() {}

  private static Map<String, String> trials() {
    Map<String, String> trials = new LinkedHashMap<>();
    trials.put(
        "network",
        """
        import socket
        def f():
            try:
                socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                return False
            except OSError:
                return True
        """);
    trials.put(
        "files of this machine",
        """
        import os
        def f():
            return not any(map(os.path.exists, ("/home", "/root", "/etc/passwd", "/proc", "/sys")))
        """);
    trials.put(
        "writing outside",
        """
        def f():
            for path in ("/x", "/usr/x", "/dev/x", "/etc/x"):
                try:
                    open(path, "w")
                    return False
                except OSError:
                    pass
            return True
        """);
    trials.put(
        "other processes",
        """
        import os
        def f():
            return os.getpid() < 10 and os.getuid() == 65534
        """);
    trials.put(
        "system calls",
        """
        import ctypes
        def f():
            libc = ctypes.CDLL(None, use_errno=True)
            return all(call() == -1 for call in (
                lambda: libc.unshare(0x10000000), lambda: libc.ptrace(0, 0, 0, 0),
                lambda: libc.mount(0, b"/tmp", b"tmpfs", 0, 0)))
        """);
    return trials;
  }

  /** The isolation of this machine, after an honest program has passed in it. */
  static Isolation.Offer offer(Map<String, String> environment, Limits limits) {
    Isolation.Offer offer = Isolation.byBubblewrap(environment, limits);
    if (offer.isolation().isEmpty()) {
      return offer;
    }
    Isolation isolation = offer.isolation().get();
    try (CodePool pool = new CodePool(isolation, limits, 1)) {
      Outcome honest = pool.run(job("def f():\n    return True\n"));
      return honest.state() == Outcome.State.PASSED
          ? offer
          : Isolation.Offer.nothing(
              "%s does not start here: %s. In a container, allow it user namespaces; on Ubuntu, sysctl kernel.apparmor_restrict_unprivileged_userns=0"
                  .formatted(isolation.name(), honest.reason()));
    }
  }

  /** What isolates, and what of it holds and fails when it is tried. */
  public record Report(Optional<Isolation> isolation, String missing, List<String> open) {

    public Report {
      open = List.copyOf(open);
    }
  }

  /** Tries everything; takes about a second. */
  public static Report report(Map<String, String> environment) {
    Isolation.Offer offer = offer(environment, Limits.STANDARD);
    if (offer.isolation().isEmpty()) {
      return new Report(Optional.empty(), offer.missing(), List.of());
    }
    List<String> open = new ArrayList<>();
    try (CodePool pool = new CodePool(offer.isolation().get(), Limits.STANDARD)) {
      List<String> names = List.copyOf(TRIALS.keySet());
      List<Outcome> outcomes =
          pool.runAll(TRIALS.values().stream().map(IsolationCheck::job).toList());
      for (int i = 0; i < names.size(); i++) {
        if (outcomes.get(i).state() != Outcome.State.PASSED) {
          open.add(names.get(i));
        }
      }
    }
    return new Report(offer.isolation(), "", open);
  }

  /** What can be kept from tested code, by name. */
  public static List<String> trialNames() {
    return List.copyOf(TRIALS.keySet());
  }

  private static CodeJob job(String program) {
    return new CodeJob(
        new UnitTests("", "f", "", List.of("assert f() is True")),
        List.of(CodePiece.whole(program)));
  }
}
