package dev.belay.core.data;

import dev.belay.core.error.BadInputException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A file of the user's own, in any format of {@link DataReader}: columns {@code prompt}, and {@code
 * gold} or the unit tests of {@link CodeTests} for problems, or {@code completion} for
 * demonstrations; {@code id} where there is one. Instead of {@code prompt} there may be {@code
 * messages}: see {@link SingleTurn}, and for demonstrations {@link Dialogue}.
 */
final class UserFile {

  private UserFile() {}

  static List<Problem> problems(Path file) {
    return read(
        file,
        row ->
            CodeTests.has(row) && !row.fields().hasNonNull("gold")
                ? new Problem(
                    id(row), prompt(row), CodeTests.of(row), completion(row), row.source(), "")
                : new Problem(
                    id(row), prompt(row), row.textOrNumber("gold"), completion(row), row.source()));
  }

  static List<Demonstration> demonstrations(Path file) {
    return read(
        file,
        row ->
            Dialogue.is(row)
                ? Dialogue.of(row, id(row))
                : new Demonstration(id(row), prompt(row), row.text("completion"), row.source()));
  }

  /** Columns {@code chosen} and {@code rejected}: see {@link PreferenceRows}. */
  static List<PreferencePair> pairs(Path file) {
    return read(file, row -> PreferenceRows.pair(row, id(row)));
  }

  static List<Instruction> instructions(Path file) {
    return read(file, row -> new Instruction(id(row), prompt(row), row.source()));
  }

  private static <T extends Sample> List<T> read(Path file, Function<DataRow, T> convert) {
    List<T> samples =
        DataReader.map(
            DataReader.read(file),
            row -> {
              UnreadKeys.refuse(row);
              return convert.apply(row);
            });
    if (samples.isEmpty()) {
      throw new BadInputException(file + ": has no records.");
    }
    requireUniqueIds(samples);
    return samples;
  }

  private static String prompt(DataRow row) {
    String column = row.oneOf(List.of("prompt", "messages", "text"));
    return column.equals("messages") ? SingleTurn.of(row).prompt() : row.text(column);
  }

  private static @Nullable String completion(DataRow row) {
    return row.fields().has("completion") || !row.fields().has("messages")
        ? row.optionalText("completion").orElse(null)
        : SingleTurn.of(row).completion();
  }

  private static String id(DataRow row) {
    return row.optionalText("id").orElse("line-" + row.source().line());
  }

  private static void requireUniqueIds(List<? extends Sample> samples) {
    Map<String, Sample> seen = new HashMap<>();
    Issues issues = new Issues();
    for (Sample sample : samples) {
      Sample earlier = seen.putIfAbsent(sample.id(), sample);
      if (earlier != null) {
        issues.add(
            "%s: id \"%s\" is already used on line %d; ids must be unique."
                .formatted(sample.source(), sample.id(), earlier.source().line()));
      }
    }
    issues.throwIfAny();
  }
}
