package dev.belay.verify.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One isolated process of Python, and the pipe to it. Frames are four bytes of length, the highest
 * first, and as many bytes. Nothing that the process does can make this one wait beyond {@link
 * #kill()}.
 */
final class Sandbox implements AutoCloseable {

  /** What a process says when it is ready to work. */
  private static final String READY = "\"ready\"";

  /** What bubblewrap says of the first process of a sandbox. */
  private static final Pattern FIRST = Pattern.compile("\"child-pid\": (\\d{1,10}+)");

  private static final int STATUS_BYTES = 1000;

  private final Process process;
  private final DataInputStream in;
  private final OutputStream out;
  private final boolean isolated;
  private final int largestFrame;
  private volatile long first;

  private Sandbox(Process process, boolean isolated, int largestFrame) {
    this.process = process;
    this.first = process.pid();
    this.in = new DataInputStream(process.getInputStream());
    this.out = process.getOutputStream();
    this.isolated = isolated;
    this.largestFrame = largestFrame;
  }

  /**
   * Starts a process; it gets ready by itself. Its end comes with that of the calling thread, since
   * bubblewrap binds it to its parent: call it from a thread that lives on.
   */
  static Sandbox start(Isolation isolation, String program, int largestFrame) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(isolation.command(program));
    builder.environment().clear();
    builder.environment().putAll(Isolation.environment());
    if (!isolation.isIsolated()) {
      builder.redirectError(Redirect.DISCARD);
    }
    return new Sandbox(builder.start(), isolation.isIsolated(), largestFrame);
  }

  /** Waits until the process is ready; false if it ended instead. */
  boolean isReady(boolean marked) throws IOException {
    try {
      if (isolated) {
        first = firstProcess(process.getErrorStream());
      }
      if (marked) {
        in.readByte();
      }
      return new String(readFrame(), UTF_8).equals(READY);
    } catch (EOFException e) {
      return false;
    }
  }

  /** Bubblewrap's first line on standard error, which it alone holds. */
  private static long firstProcess(InputStream status) throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() < STATUS_BYTES) {
      int next = status.read();
      if (next < 0 || next == '\n') {
        break;
      }
      line.append((char) next);
    }
    Matcher found = FIRST.matcher(line);
    if (!found.find()) {
      throw new IOException(line.isEmpty() ? "it did not start" : line.toString());
    }
    return Long.parseLong(found.group(1));
  }

  /** The byte before a frame, where frames have one. */
  byte readMark() throws IOException {
    return in.readByte();
  }

  /**
   * The next frame.
   *
   * @throws EOFException when the process has ended
   * @throws TooLongException when it is longer than is allowed
   */
  byte[] readFrame() throws IOException {
    int size = in.readInt();
    if (size < 0 || size > largestFrame) {
      throw new TooLongException();
    }
    byte[] bytes = new byte[size];
    in.readFully(bytes);
    return bytes;
  }

  void writeFrame(byte[] bytes) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(bytes.length);
    data.write(bytes);
    data.flush();
  }

  /** A frame longer than is allowed. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** The first process of the sandbox; when it is gone, so are all the others. */
  long firstPid() {
    return first;
  }

  /** Ends the process and all that it has started; they share its namespace of processes. */
  void kill() {
    if (!isolated) {
      Usage.of(process.pid()).kill();
    }
    process.destroyForcibly();
  }

  /** How it ended, as a shell would say: 128 and the signal's number; -1 while it runs. */
  int exitCode() throws InterruptedException {
    return process.waitFor(1, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  /** Ends all, and waits a little until all are gone. */
  @Override
  public void close() {
    kill();
    for (AutoCloseable stream : List.of(in, out, process.getErrorStream())) {
      try {
        stream.close();
      } catch (Exception e) {
        // The other end is gone, as it should be.
      }
    }
    try {
      for (int i = 0; i < 1000 && (Usage.lives(first) || process.isAlive()); i++) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
