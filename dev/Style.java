import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Prints how large files and methods are, how many tests there are and how many packages, by
 * module, as a Markdown table. The compiler's own parser counts; {@code dev/style [CHECKOUT]} runs
 * it.
 */
final class Style {

  /** The sources of one module, main or test. */
  private static final class Sources {
    final List<Integer> files = new ArrayList<>();
    final List<Integer> methods = new ArrayList<>();
    final Set<String> packages = new TreeSet<>();

    void add(Sources other) {
      files.addAll(other.files);
      methods.addAll(other.methods);
      packages.addAll(other.packages);
    }

    int lines() {
      return files.stream().mapToInt(Integer::intValue).sum();
    }
  }

  public static void main(String[] args) throws IOException {
    Path root = Path.of(args.length == 0 ? "." : args[0]);
    List<String> modules;
    try (Stream<Path> folders = Files.list(root)) {
      modules =
          folders
              .filter(folder -> Files.isDirectory(folder.resolve("src")))
              .map(folder -> folder.getFileName().toString())
              .sorted()
              .toList();
    }
    System.out.println(
        "| module | files | lines | file median / p90 / max | methods | method median / p90 / max |"
            + " over 50 | packages | test files | test lines | test ÷ main |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    Sources allMain = new Sources();
    Sources allTests = new Sources();
    for (String module : modules) {
      Sources main = read(root.resolve(module).resolve("src/main/java"));
      Sources tests = read(root.resolve(module).resolve("src/test/java"));
      allMain.add(main);
      allTests.add(tests);
      print(module, main, tests);
    }
    print("all", allMain, allTests);
  }

  private static void print(String name, Sources main, Sources tests) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %s | %d | %s | %.1f %% | %d | %d | %d | %.2f |%n",
        name,
        main.files.size(),
        main.lines(),
        spread(main.files),
        main.methods.size(),
        spread(main.methods),
        100.0
            * main.methods.stream().filter(lines -> lines > 50).count()
            / Math.max(1, main.methods.size()),
        main.packages.size(),
        tests.files.size(),
        tests.lines(),
        (double) tests.lines() / Math.max(1, main.lines()));
  }

  private static String spread(List<Integer> values) {
    if (values.isEmpty()) {
      return "-";
    }
    List<Integer> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2)
        + " / "
        + sorted.get((int) (sorted.size() * 0.9))
        + " / "
        + sorted.getLast();
  }

  private static Sources read(Path folder) throws IOException {
    Sources sources = new Sources();
    if (!Files.isDirectory(folder)) {
      return sources;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.endsWith("package-info.java"))
              .sorted()
              .toList();
    }
    if (files.isEmpty()) {
      return sources;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  Arrays.asList("-proc:none", "--add-modules=jdk.incubator.vector"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        sources.packages.add(String.valueOf(unit.getPackageName()));
        sources.methods.addAll(methods(unit, positions));
      }
    }
    for (Path file : files) {
      try (Stream<String> lines = Files.lines(file)) {
        sources.files.add((int) lines.count());
      }
    }
    return sources;
  }

  /** Lines of each method with a body, from its first modifier or annotation to its brace. */
  private static List<Integer> methods(CompilationUnitTree unit, SourcePositions positions) {
    List<Integer> lengths = new ArrayList<>();
    LineMap lines = unit.getLineMap();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMethod(MethodTree method, Void unused) {
        if (method.getBody() != null) {
          long first = lines.getLineNumber(positions.getStartPosition(unit, method));
          long last = lines.getLineNumber(positions.getEndPosition(unit, method));
          lengths.add((int) (last - first + 1));
        }
        return super.visitMethod(method, unused);
      }
    }.scan(unit, null);
    return lengths;
  }
}
