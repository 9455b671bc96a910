package dev.belay.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * Standard error as the person who started Belay has it. While the JVM starts, the launcher has
 * what it writes there pass a filter, which drops the line about an incubator module that no option
 * silences. Here the descriptor itself is put back: what Java, native libraries and child processes
 * write goes straight to the terminal again, in order.
 */
final class StandardError {

  /** {@code DESCRIPTOR:PID}: where standard error was kept, for the process of that id alone. */
  static final String PROPERTY = "belay.stderr";

  private static final int STANDARD_ERROR = 2;

  private StandardError() {}

  /** Puts it back, if the launcher took it. */
  static void takeBack() {
    String kept = System.getProperty(PROPERTY);
    // A child that was given this process's options has other descriptors.
    if (kept != null && kept.endsWith(":" + ProcessHandle.current().pid())) {
      restore(kept.substring(0, kept.indexOf(':')));
    }
  }

  private static void restore(String kept) {
    try {
      int descriptor = Integer.parseInt(kept);
      System.err.flush();
      int now = (int) function("dup2", 2).invokeExact(descriptor, STANDARD_ERROR);
      if (now == STANDARD_ERROR) {
        int _ = (int) function("close", 1).invokeExact(descriptor);
      }
    } catch (Error e) {
      throw e;
    } catch (Throwable e) { // What a method handle declares.
      // Then all of it passes the filter, which shows every line but that one.
      System.err.println("belay: standard error could not be put back: " + e.getMessage());
    }
  }

  /** A function of the C library from whole numbers to one. */
  @SuppressWarnings("restricted") // The launcher and every build enable native access.
  private static MethodHandle function(String name, int arguments) {
    ValueLayout[] layouts = new ValueLayout[arguments];
    Arrays.fill(layouts, ValueLayout.JAVA_INT);
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new IllegalStateException("no function " + name)),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts));
  }
}
