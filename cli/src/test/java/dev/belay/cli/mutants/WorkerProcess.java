package dev.belay.cli.mutants;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** A {@link MutantWorker} that is started anew when a mutant hangs or kills it. */
final class WorkerProcess implements AutoCloseable {

  /**
   * An answer.
   *
   * @param by the test that failed; empty when none did
   */
  record Answer(Outcome outcome, String by) {}

  private final String classPath;
  private final Path folder;
  private final long timeoutSeconds;
  private @Nullable Process process;

  /**
   * A worker; it starts with the first mutant.
   *
   * @param classPath with all classes of main and test code
   * @param folder for its small files
   * @param timeoutSeconds after which a mutant counts as killed
   */
  WorkerProcess(String classPath, Path folder, long timeoutSeconds) {
    this.classPath = classPath;
    this.folder = folder;
    this.timeoutSeconds = timeoutSeconds;
  }

  /** Tries one mutated source. */
  Answer tried(Path source, String mutated, List<String> tests) throws IOException {
    Path file = Files.writeString(folder.resolve("Mutated.java"), mutated);
    String request = "%s\t%s\t%s\n".formatted(source, file, String.join(",", tests));
    Process worker = running();
    worker.getOutputStream().write(request.getBytes(UTF_8));
    worker.getOutputStream().flush();
    BufferedReader reader = worker.inputReader(UTF_8);
    CompletableFuture<@Nullable String> line = CompletableFuture.supplyAsync(() -> next(reader));
    try {
      String answer = line.get(timeoutSeconds, TimeUnit.SECONDS);
      if (answer == null) {
        close();
        return new Answer(Outcome.TIMED_OUT, "the JVM died");
      }
      int tab = answer.indexOf('\t');
      return new Answer(Outcome.valueOf(answer.substring(0, tab)), answer.substring(tab + 1));
    } catch (TimeoutException e) {
      close();
      return new Answer(Outcome.TIMED_OUT, "no end after " + timeoutSeconds + " s");
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(e);
    }
  }

  /** The next answer; null at the end. A JVM that dies says so on the same stream. */
  private static @Nullable String next(BufferedReader reader) {
    try {
      String line = reader.readLine();
      while (line != null && !line.startsWith(MutantWorker.ANSWER)) {
        line = reader.readLine();
      }
      return line == null ? null : line.substring(MutantWorker.ANSWER.length());
    } catch (IOException e) {
      return null;
    }
  }

  private Process running() throws IOException {
    Process current = process;
    if (current != null && current.isAlive()) {
      return current;
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!flag.startsWith("-javaagent")) {
        command.add(flag);
      }
    }
    command.addAll(
        List.of("-javaagent:" + agent(), "-cp", classPath, MutantWorker.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(folder.resolve("worker.log").toFile());
    Process started = builder.start();
    process = started;
    return started;
  }

  /** A jar that says which class is the agent; the class itself is on the class path. */
  private Path agent() throws IOException {
    Path jar = folder.resolve("agent.jar");
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", MutantAgent.class.getName());
    attributes.putValue("Can-Redefine-Classes", "true");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream written = new JarOutputStream(out, manifest)) {
      written.flush();
    }
    return jar;
  }

  @Override
  public void close() {
    Process current = process;
    if (current != null) {
      current.destroyForcibly();
      process = null;
    }
  }
}
