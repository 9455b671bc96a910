package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds of every page: prose is wrapped, and what a page points to is there. */
class DocumentationTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int WIDTH = 100;

  /** A Markdown link or picture to something that is no web address and no place on the page. */
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!https?:|#|mailto:)([^)#\\s]+)[^)]*\\)");

  /** A file of the repository that a page names in backticks. */
  private static final Pattern NAMED =
      Pattern.compile(
          "`((?!\\w+/target/)(?:docs|recipes|bench|dev|testkit|jinja|core|torch|safety|report|session|train"
              + "|measure|cli)/[\\w./-]+\\.\\w+)`");

  /** A fenced recipe; other YAML on pages has no name first. */
  private static final Pattern RECIPE = Pattern.compile("```yaml\\n(name: .*?)```", Pattern.DOTALL);

  @Test
  void proseIsWrapped() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path page : pages()) {
      List<String> lines = Files.readAllLines(page);
      boolean code = false;
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        code ^= line.strip().startsWith("```");
        boolean prose = !code && !line.startsWith("|") && line.strip().contains(" ");
        if (prose && line.codePointCount(0, line.length()) > WIDTH) {
          tooLong.add(ROOT.relativize(page) + ":" + (i + 1) + ": " + line.substring(0, 40) + "…");
        }
      }
    }
    assertThat(tooLong).as("lines of more than %s columns", WIDTH).isEmpty();
  }

  @Test
  void whatPagesPointToIsThere() throws IOException {
    List<String> missing = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      String text = Files.readString(page);
      for (Matcher link = LINK.matcher(text); link.find(); links++) {
        if (!Files.exists(page.resolveSibling(link.group(1)))) {
          missing.add(ROOT.relativize(page) + ": " + link.group(1));
        }
      }
      for (Matcher named = NAMED.matcher(text); named.find(); links++) {
        if (!Files.exists(ROOT.resolve(named.group(1)))) {
          missing.add(ROOT.relativize(page) + ": " + named.group(1));
        }
      }
    }
    assertThat(links).isGreaterThan(30);
    assertThat(missing).isEmpty();
  }

  @Test
  void recipesOnPagesCanBeRead() throws IOException {
    int recipes = 0;
    for (Path page : pages()) {
      for (Matcher yaml = RECIPE.matcher(Files.readString(page)); yaml.find(); recipes++) {
        Recipe recipe = RecipeReader.parse(yaml.group(1), page.toString(), List.of());
        assertThat(recipe.train()).as(recipe.name()).isPresent();
      }
    }
    assertThat(recipes).isPositive();
  }

  /** README.md and its like at the root, and all of docs. */
  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    assertThat(pages).hasSizeGreaterThan(15);
    return pages;
  }
}
