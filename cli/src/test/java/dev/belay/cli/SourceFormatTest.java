package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every source stands as google-java-format leaves it. {@code dev/format} mends what this finds.
 */
class SourceFormatTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void everySourceIsFormatted() throws IOException, FormatterException {
    Formatter formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    List<String> unformatted = new ArrayList<>();
    List<Path> sources = sources();
    for (Path source : sources) {
      String text = Files.readString(source);
      String ordered = ImportOrderer.reorderImports(text, JavaFormatterOptions.Style.GOOGLE);
      String formatted = formatter.formatSource(ordered);
      if (formatted.equals(text)) {
        continue;
      }
      if ("write".equals(System.getProperty("belay.format"))) {
        Files.writeString(source, formatted);
      } else {
        unformatted.add(ROOT.relativize(source).toString());
      }
    }
    assertThat(sources).hasSizeGreaterThan(20);
    assertThat(unformatted).as("run dev/format and commit what it changes").isEmpty();
  }

  @Test
  void noSourceIsLongerThanTheHouseAllows() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path source : sources()) {
      try (Stream<String> lines = Files.lines(source)) {
        long count = lines.count();
        if (count > 400) {
          tooLong.add(ROOT.relativize(source) + ": " + count + " lines");
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module :
        List.of(
            "testkit", "jinja", "core", "verify", "torch", "safety", "session", "train", "measure",
            "spark", "cli")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }
}
