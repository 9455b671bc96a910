package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/architecture.md lists every package by the first sentence of its {@code package-info.java},
 * pages name no class that is not there, and every paper that the code cites stands in
 * docs/papers.md. {@code -Dbelay.goldens=write} writes the list anew.
 */
class ArchitecturePageTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path PAGE = ROOT.resolve("docs/architecture.md");
  private static final String BEGIN = "<!-- packages: begin -->\n";
  private static final String END = "<!-- packages: end -->\n";

  /** A name in backticks that looks like a class, with or without a member. */
  private static final Pattern CLASS =
      Pattern.compile("`([A-Z][a-z0-9]\\w*)(?:\\.\\w+)?(?:\\(.*?\\))?`");

  private static final Pattern PAPER = Pattern.compile("arXiv:?[\\s*]*(\\d{4}\\.\\d{5})");

  /** Names of the JDK and of other languages. */
  private static final Set<String> FOREIGN =
      Set.of("NodeCountInliningCutoff", "ServiceLoader", "True", "None");

  @Test
  void everyPackageIsListed() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    if ("write".equals(System.getProperty("belay.goldens"))) {
      page = page.substring(0, from) + table() + page.substring(to);
      Files.writeString(PAGE, page);
    } else {
      assertThat(page.substring(from, to))
          .as("run this test with -Dbelay.goldens=write and commit what it changes")
          .isEqualTo(table());
    }
  }

  @Test
  void everyClassThatPagesNameIsThere() throws IOException {
    Set<String> classes = new TreeSet<>(FOREIGN);
    for (Path source : sources()) {
      classes.add(source.getFileName().toString().replace(".java", ""));
    }
    List<String> missing = new ArrayList<>();
    for (Path page : DocumentationTest.pages()) {
      for (Matcher named = CLASS.matcher(Files.readString(page)); named.find(); ) {
        if (!classes.contains(named.group(1))) {
          missing.add(ROOT.relativize(page) + ": " + named.group(1));
        }
      }
    }
    assertThat(classes).hasSizeGreaterThan(500);
    assertThat(missing).isEmpty();
  }

  /** Every paper that the code follows stands in docs/papers.md, or beside its benchmark. */
  @Test
  void everyPaperIsListed() throws IOException {
    String papers =
        Files.readString(ROOT.resolve("docs/papers.md"))
            + Files.readString(ROOT.resolve("docs/safety/benchmarks.md"));
    Set<String> missing = new TreeSet<>();
    int cited = 0;
    for (Path source : sources()) {
      if (!ROOT.relativize(source).toString().contains("/src/main/")) {
        continue;
      }
      for (Matcher paper = PAPER.matcher(Files.readString(source)); paper.find(); cited++) {
        if (!papers.contains(paper.group(1))) {
          missing.add(source.getFileName() + ": " + paper.group(1));
        }
      }
    }
    assertThat(cited).isGreaterThan(30);
    assertThat(missing).isEmpty();
  }

  /** A table for each module, in the order of their names. */
  private static String table() throws IOException {
    TreeMap<String, String> purposes = new TreeMap<>();
    for (Path source : sources()) {
      String file = ROOT.relativize(source).toString();
      Matcher main =
          Pattern.compile("src/main/java/dev/belay/(.*)/package-info.java").matcher(file);
      if (main.find() && !file.startsWith("bench")) {
        purposes.put(main.group(1).replace('/', '.'), purpose(Files.readString(source)));
      }
    }
    assertThat(purposes).hasSizeGreaterThan(30);
    StringBuilder table = new StringBuilder("\n| package | what lives there |\n|---|---|\n");
    purposes.forEach(
        (name, purpose) ->
            table.append("| `").append(name).append("` | ").append(purpose).append(" |\n"));
    return table.append('\n').toString();
  }

  /** The first sentence of the Javadoc, as Markdown. */
  private static String purpose(String source) {
    String text = source.substring(source.indexOf("/**") + 3, source.indexOf("*/"));
    String plain =
        text.replaceAll("(?m)^ *\\* ?", " ")
            .replaceAll("\\s+", " ")
            .replaceAll("\\{@link (?:[\\w.]+\\.)?(\\w+)}", "`$1`")
            .replaceAll("\\{@code ([^}]*)}", "`$1`")
            .strip();
    int end = plain.indexOf(". ");
    return (end < 0 ? plain : plain.substring(0, end)).replaceAll("\\.$", "");
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module :
          modules.filter(folder -> Files.isDirectory(folder.resolve("src"))).toList()) {
        try (Stream<Path> files = Files.walk(module.resolve("src"))) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
      }
    }
    return sources;
  }
}
