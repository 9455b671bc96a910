package dev.belay.cli.mutants;

import java.lang.instrument.Instrumentation;
import java.util.concurrent.atomic.AtomicReference;

/** Gives the worker the means to change classes that are loaded already. */
public final class MutantAgent {

  private static final AtomicReference<Instrumentation> GIVEN = new AtomicReference<>();

  private MutantAgent() {}

  /** Called by the JVM before {@code main}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    GIVEN.set(instrumentation);
  }

  static Instrumentation instrumentation() {
    Instrumentation given = GIVEN.get();
    if (given == null) {
      throw new IllegalStateException("the JVM was started without the agent");
    }
    return given;
  }
}
