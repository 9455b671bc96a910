package dev.belay.verify.code;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Runs one job at a time. The process of the tests stays and forks for each job; the process of the
 * code is a fresh sandbox for each, started while the job before it runs. What the two say to each
 * other passes through here. Only the process of the tests knows the nonce of a job, and only a
 * report with it counts.
 */
final class CodeWorker implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte REPORT = 'R';
  private static final int SIGNALLED_XCPU = 128 + 24;
  private static final int SIGNALLED_KILL = 128 + 9;

  private final CodePool pool;
  private final Limits limits;
  private @Nullable Sandbox tests;
  private @Nullable Future<Sandbox> next;

  CodeWorker(CodePool pool, Limits limits) {
    this.pool = pool;
    this.limits = limits;
  }

  Outcome run(CodeJob job) {
    try {
      Sandbox runner = readyTests();
      return job.pieces().isEmpty() ? check(runner, job) : run(runner, readyCode(), job);
    } catch (IOException | ExecutionException e) {
      stopTests();
      return Outcome.error("the sandbox does not work: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopTests();
      return Outcome.error("interrupted");
    }
  }

  private Outcome check(Sandbox runner, CodeJob job) throws IOException {
    String nonce = nonce();
    runner.writeFrame(JSON.writeValueAsBytes(job.message(nonce, limits)));
    runner.readMark();
    return outcome(JSON.readTree(runner.readFrame()), nonce);
  }

  private Outcome run(Sandbox runner, Sandbox code, CodeJob job) throws InterruptedException {
    try (Watch watch = Watch.over(limits, runner, code, pool.clock())) {
      Conversation talk = new Conversation(runner, code);
      Outcome outcome;
      try {
        outcome = talk.hold(job);
      } catch (IOException e) {
        stopTests();
        outcome = Outcome.failed("the tests ended with what the code handed back");
      }
      if (!talk.inStep) {
        stopTests();
      }
      boolean passed = outcome.state() == Outcome.State.PASSED;
      if (watch.ended().isPresent()) {
        stopTests();
        return passed ? outcome : watch.ended().get();
      }
      return talk.gone && !passed && outcome.state() != Outcome.State.BROKEN
          ? Outcome.failed(talk.why(code))
          : outcome;
    } finally {
      pool.bury(code);
    }
  }

  /** The messages of one job between its two processes. */
  private final class Conversation {
    private final Sandbox runner;
    private final Sandbox code;
    private boolean gone;
    private boolean tooLong;
    private int answers;

    /** Whether the process of the tests took in every answer, so that none is left for the next. */
    private boolean inStep;

    Conversation(Sandbox runner, Sandbox code) {
      this.runner = runner;
      this.code = code;
    }

    Outcome hold(CodeJob job) throws IOException {
      String nonce = nonce();
      tell(JSON.writeValueAsBytes(limits.ofCode()));
      runner.writeFrame(JSON.writeValueAsBytes(job.message(nonce, limits)));
      while (runner.readMark() != REPORT) {
        runner.writeFrame(ask(runner.readFrame()));
        answers++;
      }
      JsonNode report = JSON.readTree(runner.readFrame());
      inStep =
          isNonce(report.path("nonce").asText(), nonce)
              && report.path("received").asInt(-1) == answers;
      return outcome(report, nonce);
    }

    private void tell(byte[] message) {
      try {
        code.writeFrame(message);
      } catch (IOException e) {
        gone = true;
      }
    }

    /** The code's answer; {@code null} in JSON once it is gone. */
    private byte[] ask(byte[] message) {
      tell(message);
      if (!gone) {
        try {
          return code.readFrame();
        } catch (Sandbox.TooLongException e) {
          tooLong = true;
          gone = true;
        } catch (IOException e) {
          gone = true;
        }
      }
      return "null".getBytes(StandardCharsets.US_ASCII);
    }

    private String why(Sandbox sandbox) throws InterruptedException {
      if (tooLong) {
        return "handed back more than %d MB".formatted(limits.messageBytes() >> 20);
      }
      int exit = sandbox.exitCode();
      return switch (exit) {
        case SIGNALLED_XCPU ->
            "used more than %d s of processor time".formatted(limits.cpuSeconds());
        case SIGNALLED_KILL -> "was killed";
        case -1 -> "stopped answering";
        default -> "its process ended before the tests did, with status " + exit;
      };
    }
  }

  private static Outcome outcome(JsonNode report, String nonce) {
    String state = report.path("state").asText();
    String reason = report.path("reason").asText();
    if (state.equals("died")) {
      return Outcome.failed("the tests did not come to an end with what the code handed back");
    }
    if (!isNonce(report.path("nonce").asText(), nonce)) {
      return Outcome.error("the report does not know the nonce");
    }
    return switch (state) {
      case "passed" -> new Outcome(Outcome.State.PASSED, reason);
      case "broken" -> new Outcome(Outcome.State.BROKEN, reason);
      default -> Outcome.failed(reason);
    };
  }

  private static boolean isNonce(String found, String nonce) {
    return MessageDigest.isEqual(
        found.getBytes(StandardCharsets.UTF_8), nonce.getBytes(StandardCharsets.UTF_8));
  }

  private static String nonce() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private Sandbox readyTests() throws IOException, ExecutionException, InterruptedException {
    Sandbox running = tests;
    if (running == null) {
      running = pool.start(CodePrograms.TESTS).get();
      tests = running;
      if (!running.isReady(true)) {
        throw new IOException("the process of the tests did not start");
      }
    }
    return running;
  }

  private Sandbox readyCode() throws IOException, ExecutionException, InterruptedException {
    Future<Sandbox> started = next == null ? pool.start(CodePrograms.CODE) : next;
    next = pool.start(CodePrograms.CODE);
    Sandbox code = started.get();
    if (!code.isReady(false)) {
      pool.bury(code);
      throw new IOException("the process of the code did not start");
    }
    return code;
  }

  private void stopTests() {
    Sandbox running = tests;
    if (running != null) {
      pool.bury(running);
      tests = null;
    }
  }

  @Override
  public void close() {
    stopTests();
    Future<Sandbox> started = next;
    if (started != null) {
      next = null;
      pool.bury(started);
    }
  }
}
