package dev.belay.cli.mutants;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.UnmodifiableClassException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A process that tries mutants one after another: compiles the changed source alone, puts its
 * classes in place of the loaded ones, runs tests until one fails, and puts the old classes back.
 * So hundreds of mutants need one start of the JVM.
 *
 * <p>A line of standard input is {@code SOURCE \t MUTATED \t TEST,TEST,…}: the source's file, a
 * file with its mutated text, and classes of tests; the answer is {@code ANSWER \t OUTCOME \t
 * FAILED TEST}.
 */
public final class MutantWorker {

  /** Begins every answer, since others may write to standard output too. */
  static final String ANSWER = "ANSWER\t";

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final Launcher launcher = LauncherFactory.create();

  private MutantWorker() {}

  /** Answers until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
    MutantWorker worker = new MutantWorker();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      List<String> fields = List.of(line.split("\t", -1));
      String answer =
          worker.tried(
              Path.of(fields.get(0)),
              Path.of(fields.get(1)),
              List.of(fields.get(2).split(",", -1)));
      answers.println(ANSWER + answer);
      answers.flush();
    }
  }

  private String tried(Path source, Path mutated, List<String> tests) throws IOException {
    Map<String, byte[]> classes = compiled(source, Files.readString(mutated));
    if (classes.isEmpty()) {
      return Outcome.NOT_COMPILED + "\t";
    }
    Map<String, byte[]> originals = new LinkedHashMap<>();
    for (String name : classes.keySet()) {
      originals.put(name, loadedFrom(name));
    }
    try {
      redefine(classes);
    } catch (UnsupportedOperationException | LinkageError e) {
      return Outcome.NOT_COMPILED + "\t" + e.getMessage();
    }
    try {
      String failed = firstFailure(tests);
      return (failed.isEmpty() ? Outcome.SURVIVED : Outcome.KILLED) + "\t" + failed;
    } finally {
      redefine(originals);
    }
  }

  private static byte[] loadedFrom(String className) throws IOException {
    String resource = className.replace('.', '/') + ".class";
    try (InputStream in = ClassLoader.getSystemResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no class file of " + className);
      }
      return in.readAllBytes();
    }
  }

  private static void redefine(Map<String, byte[]> classes) {
    List<ClassDefinition> definitions = new ArrayList<>();
    try {
      for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
        Class<?> loaded = Class.forName(entry.getKey(), false, ClassLoader.getSystemClassLoader());
        definitions.add(new ClassDefinition(loaded, entry.getValue()));
      }
      MutantAgent.instrumentation().redefineClasses(definitions.toArray(ClassDefinition[]::new));
    } catch (ReflectiveOperationException | UnmodifiableClassException e) {
      throw new UnsupportedOperationException(e.toString(), e);
    }
  }

  /** Runs the tests class by class; empty when all pass. */
  private String firstFailure(List<String> tests) {
    List<String> failures = new ArrayList<>();
    for (String test : tests) {
      LauncherDiscoveryRequest request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(DiscoverySelectors.selectClass(test))
              .build();
      CancellationToken token = CancellationToken.create();
      TestExecutionListener listener =
          new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
              if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                String name = test.substring(test.lastIndexOf('.') + 1);
                failures.add(name + "." + identifier.getDisplayName());
                token.cancel();
              }
            }
          };
      launcher.execute(
          LauncherExecutionRequestBuilder.request(request)
              .listeners(listener)
              .cancellationToken(token)
              .build());
      if (!failures.isEmpty()) {
        break;
      }
    }
    return failures.isEmpty() ? "" : failures.getFirst().replaceAll("\\s+", " ");
  }

  /** The classes of one source; none when it does not compile. */
  private Map<String, byte[]> compiled(Path file, String text) throws IOException {
    Map<String, ByteArrayOutputStream> written = new LinkedHashMap<>();
    try (JavaFileManager files =
        new ForwardingJavaFileManager<JavaFileManager>(
            compiler.getStandardFileManager(null, null, UTF_8)) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
              @Override
              public OutputStream openOutputStream() {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                written.put(name, bytes);
                return bytes;
              }
            };
          }
        }) {
      JavaFileObject source =
          new SimpleJavaFileObject(file.toUri(), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
              return text;
            }
          };
      boolean compiles =
          compiler.getTask(null, files, diagnostic -> {}, options(), null, List.of(source)).call();
      Map<String, byte[]> classes = new LinkedHashMap<>();
      if (compiles) {
        written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      }
      return classes;
    }
  }

  static List<String> options() {
    return List.of(
        "-proc:none",
        "-nowarn",
        "-g",
        "--add-modules",
        "jdk.incubator.vector",
        "-cp",
        System.getProperty("java.class.path"));
  }
}
