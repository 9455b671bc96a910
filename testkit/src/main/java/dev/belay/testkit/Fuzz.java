package dev.belay.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gives a parser many inputs and tells what came of them. A parser takes an input or refuses it by
 * the one exception that says so to a person; anything else is a fault of the parser.
 */
public final class Fuzz {

  /** What is fuzzed. */
  @FunctionalInterface
  public interface Parser {
    /** Reads one input. */
    void parse(byte[] input) throws Exception;
  }

  /**
   * What came out.
   *
   * @param name of the parser
   * @param taken inputs without an exception
   * @param refused inputs that were refused as they should be
   * @param faults inputs by any other exception
   * @param firstFault an input and its exception; empty without one
   * @param slowestMillis of one input
   * @param slowest the beginning of that input
   * @param seconds of all inputs
   */
  public record Outcome(
      String name,
      long taken,
      long refused,
      Map<String, Long> faults,
      String firstFault,
      long slowestMillis,
      String slowest,
      long seconds) {

    public Outcome {
      faults = Map.copyOf(faults);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "fuzz %s: %,d inputs, %,d taken, %,d refused, faults %s%s; slowest %d ms (%s); %d s",
          name,
          taken + refused + faults.values().stream().mapToLong(Long::longValue).sum(),
          taken,
          refused,
          faults,
          firstFault.isEmpty() ? "" : " such as " + firstFault,
          slowestMillis,
          slowest,
          seconds);
    }
  }

  private static final String INPUTS = "belay.fuzz.inputs";
  private static final String FEW = "20000";
  private static final int SHOWN = 60;

  private Fuzz() {}

  /** How many inputs each parser gets: the system property {@code belay.fuzz.inputs}, or few. */
  public static long inputs() {
    return Long.parseLong(System.getProperty(INPUTS, FEW));
  }

  /**
   * Gives a parser {@link #inputs()} inputs.
   *
   * @param refusal the exception by which it refuses one
   */
  public static Outcome run(
      String name, Mutations mutations, Class<? extends Exception> refusal, Parser parser) {
    long taken = 0;
    long refused = 0;
    TreeMap<String, Long> faults = new TreeMap<>();
    String firstFault = "";
    long slowest = -1;
    String slowestInput = "";
    long began = System.nanoTime();
    for (long i = 0; i < inputs(); i++) {
      byte[] input = mutations.next();
      long start = System.nanoTime();
      try {
        parser.parse(input);
        taken++;
      } catch (Throwable e) { // What is no exception at all is what is looked for.
        if (refusal.isInstance(e)) {
          refused++;
        } else {
          faults.merge(e.getClass().getSimpleName(), 1L, Long::sum);
          firstFault = firstFault.isEmpty() ? shown(input, 2_000) + " -> " + trace(e) : firstFault;
        }
      }
      long nanos = System.nanoTime() - start;
      if (nanos > slowest) {
        slowest = nanos;
        slowestInput = shown(input, SHOWN);
      }
    }
    Outcome outcome =
        new Outcome(
            name,
            taken,
            refused,
            faults,
            firstFault,
            slowest / 1_000_000,
            slowestInput,
            (System.nanoTime() - began) / 1_000_000_000);
    System.out.println(outcome);
    return outcome;
  }

  private static String trace(Throwable e) {
    StackTraceElement[] frames = e.getStackTrace();
    return e + (frames.length == 0 ? "" : " at " + frames[0] + " from " + ownFrame(frames));
  }

  private static StackTraceElement ownFrame(StackTraceElement[] frames) {
    for (StackTraceElement frame : frames) {
      if (frame.getClassName().startsWith("dev.belay.")) {
        return frame;
      }
    }
    return frames[frames.length - 1];
  }

  private static String shown(byte[] input, int most) {
    String text = new String(input, StandardCharsets.UTF_8);
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(most)
        .forEach(
            c -> {
              if (c >= 0x20 && c < 0x7f) {
                shown.appendCodePoint(c);
              } else {
                shown.append(String.format(Locale.ROOT, "\\u{%x}", c));
              }
            });
    return shown.toString();
  }
}
