package dev.belay.cli.mutants;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Faults that somebody could well make, by name, with the test that must find each: the resource
 * {@code planted-faults.txt}.
 */
final class PlantedFaults {

  /**
   * One fault.
   *
   * @param tests classes one of which must fail
   */
  record Fault(Mutant mutant, List<String> tests) {}

  private PlantedFaults() {}

  /**
   * All of them.
   *
   * @throws IllegalStateException if the text that a fault replaces is not in its file just once
   */
  static List<Fault> read(Path root) throws IOException {
    String text;
    try (InputStream in = PlantedFaults.class.getResourceAsStream("planted-faults.txt")) {
      if (in == null) {
        throw new IOException("planted-faults.txt is missing");
      }
      text = new String(in.readAllBytes(), UTF_8);
    }
    List<Fault> faults = new ArrayList<>();
    for (String block : text.split("\n\n", -1)) {
      List<String> lines = block.lines().filter(line -> !line.startsWith("#")).toList();
      if (!lines.isEmpty()) {
        faults.add(fault(root, lines));
      }
    }
    return List.copyOf(faults);
  }

  private static Fault fault(Path root, List<String> lines) throws IOException {
    String name = lines.get(0);
    Path file = Path.of(lines.get(1));
    String original = after("- ", lines.get(2));
    String replacement = after("+ ", lines.get(3));
    String source = Files.readString(root.resolve(file));
    int start = source.indexOf(original);
    if (start < 0 || source.indexOf(original, start + 1) >= 0) {
      throw new IllegalStateException(
          "planted fault \"%s\": \"%s\" must be in %s once; mend planted-faults.txt"
              .formatted(name, original, file));
    }
    int line = (int) source.substring(0, start).lines().count();
    Mutant mutant =
        new Mutant(name, file, start, start + original.length(), line, original, replacement);
    return new Fault(mutant, List.of(after("killed by ", lines.get(4)).split(", ", -1)));
  }

  private static String after(String mark, String line) {
    if (!line.startsWith(mark)) {
      throw new IllegalStateException("\"" + line + "\" must begin with \"" + mark + "\"");
    }
    return line.substring(mark.length());
  }
}
