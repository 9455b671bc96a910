package dev.belay.torch.gguf;

import dev.belay.core.error.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a model that was split into several, as {@code llama-gguf-split} names them: {@code
 * NAME-00001-of-00002.gguf}. The first has the metadata, each has some of the tensors.
 */
final class GgufParts {

  private static final int MOST = 99_999;
  private static final String COUNT = "split.count";
  private static final String NUMBER = "split.no";

  private static final Pattern NAME =
      Pattern.compile("(.*-)\\d{5}-of-(\\d{5})(\\.gguf)", Pattern.CASE_INSENSITIVE);

  private GgufParts() {}

  /**
   * The parts of the model that a file belongs to, in order; the file alone if it is whole.
   *
   * @throws BadInputException if a part is not beside it
   */
  static List<Path> of(Path file, GgufMetadata metadata) {
    int count = metadata.optionalWhole(COUNT, 0, MOST).orElse(1);
    if (count <= 1) {
      return List.of(file);
    }
    String which = "is part %d of %d of a model".formatted(number(metadata) + 1, count);
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    if (!name.matches() || Integer.parseInt(name.group(2)) != count) {
      throw new BadInputException(
          "%s: %s, and the others cannot be found by its name, which must be NAME-00001-of-%05d.gguf. Name all parts so, or merge them (llama-gguf-split --merge)."
              .formatted(file, which, count));
    }
    List<Path> parts = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      String part = "%s%05d-of-%05d%s".formatted(name.group(1), i, count, name.group(3));
      parts.add(file.resolveSibling(part));
      if (!Files.isRegularFile(file.resolveSibling(part))) {
        missing.add(part);
      }
    }
    if (!missing.isEmpty()) {
      throw new BadInputException(
          "%s: %s (%s %d), and beside it there is no %s. Fetch all parts into one folder, or merge them (llama-gguf-split --merge)."
              .formatted(file, which, COUNT, count, String.join(", no ", missing)));
    }
    return parts;
  }

  /** The number of a part, from 0. */
  static int number(GgufMetadata metadata) {
    return metadata.optionalWhole(NUMBER, 0, MOST).orElse(0);
  }

  /** Checks that a file is the part that its name says. */
  static void requireNumber(GgufMetadata metadata, int number, int count) {
    if (number(metadata) != number) {
      throw metadata.fail(
          NUMBER, "found %d in the file named as part %d".formatted(number(metadata), number + 1));
    }
    if (metadata.optionalWhole(COUNT, 0, MOST).orElse(1) != count) {
      throw metadata.fail(COUNT, "differs from that of the other parts, " + count);
    }
  }
}
