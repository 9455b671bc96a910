package dev.belay.verify.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The system calls of one architecture that tested code may make.
 *
 * @param audit the architecture's number in the kernel's filters ({@code AUDIT_ARCH_*})
 * @param allowed numbers of calls that are always allowed
 * @param cloneCall number of {@code clone}, allowed unless it makes namespaces
 * @param ioctlCall number of {@code ioctl}, allowed unless it puts characters into a terminal
 */
record SystemCalls(int audit, List<Integer> allowed, int cloneCall, int ioctlCall) {

  private static final int AUDIT_X86_64 = 0xC000003E;
  private static final int AUDIT_AARCH64 = 0xC00000B7;

  SystemCalls {
    allowed = List.copyOf(allowed);
  }

  /** Those of an architecture by Java's name of it; empty where none are known. */
  static Optional<SystemCalls> of(String architecture) {
    return switch (architecture.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> Optional.of(new SystemCalls(AUDIT_X86_64, column(1), 56, 16));
      case "aarch64", "arm64" -> Optional.of(new SystemCalls(AUDIT_AARCH64, column(2), 220, 29));
      default -> Optional.empty();
    };
  }

  private static List<Integer> column(int column) {
    List<Integer> numbers = new ArrayList<>();
    for (String line : table().lines().filter(text -> !text.startsWith("#")).toList()) {
      List<String> cells = List.of(line.split(" ", -1));
      if (!cells.get(column).equals("-")) {
        numbers.add(Integer.parseInt(cells.get(column)));
      }
    }
    return numbers;
  }

  private static String table() {
    return Resources.text("syscalls.txt");
  }

  /** Texts beside this class. */
  static final class Resources {

    private Resources() {}

    static String text(String name) {
      try (InputStream in = SystemCalls.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException("no resource " + name);
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
