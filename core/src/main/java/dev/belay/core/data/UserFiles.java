package dev.belay.core.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Files of the user's own, in any format of {@link DataReader}: columns {@code prompt}, and {@code
 * gold} or the unit tests of {@link CodeTests} for problems, or {@code completion} for
 * demonstrations; {@code id} where there is one. What a record asks and says is an {@link
 * Exchange}. Columns go by Belay's names, by those of a {@link KnownShapes known format}, or by
 * those that the user gives.
 *
 * <p>Samples of one file keep their ids. Those of several have the file's name before them.
 */
final class UserFiles {

  private static final String FINAL = "####";

  private final FileSpec spec;
  private final ReadFiles log;

  UserFiles(FileSpec spec, ReadFiles log) {
    this.spec = spec;
    this.log = log;
  }

  /** One file whose columns are as they should be. */
  static UserFiles of(Path file) {
    return new UserFiles(FileSpec.of(file.toString()), new ReadFiles());
  }

  /** A record by Belay's names, as the file has it, and the id of its sample. */
  private record Row(DataRow named, DataRow original, String id) {

    void require(String... names) {
      ColumnGuess.require(named, original, List.of(names));
    }

    void requirePrompt() {
      ColumnGuess.require(named, original, Exchange.ASKED);
    }
  }

  List<Problem> problems() {
    return read(UserFiles::problem);
  }

  private static Problem problem(Row row) {
    row.requirePrompt();
    DataRow named = row.named();
    Exchange asked = Exchange.of(named);
    if (CodeTests.has(named) && !named.fields().hasNonNull("gold")) {
      return new Problem(
          row.id(),
          asked.earlier(),
          asked.prompt(),
          CodeTests.of(named),
          asked.completion(),
          named.source(),
          "");
    }
    row.require("gold");
    return new Problem(
        row.id(),
        asked.earlier(),
        asked.prompt(),
        new Reference.Expression(finalAnswer(named.textOrNumber("gold"))),
        asked.completion(),
        named.source(),
        "");
  }

  /** GSM8K's references are whole solutions, the last line of which is marked. */
  private static String finalAnswer(String gold) {
    int at = gold.lastIndexOf(FINAL);
    String marked = at < 0 ? "" : gold.substring(at + FINAL.length()).strip();
    boolean beginsLine = at == 0 || (at > 0 && gold.charAt(at - 1) == '\n');
    return beginsLine && !marked.isEmpty() && marked.indexOf('\n') < 0 ? marked : gold;
  }

  List<Demonstration> demonstrations() {
    return read(
        row -> {
          row.requirePrompt();
          if (!row.named().fields().hasNonNull("messages")) {
            row.require("completion");
          }
          Exchange said = Exchange.answered(row.named());
          return new Demonstration(
              row.id(),
              said.earlier(),
              said.prompt(),
              String.valueOf(said.completion()),
              row.named().source());
        });
  }

  /** Columns {@code chosen} and {@code rejected}: see {@link PreferenceRows}. */
  List<PreferencePair> pairs() {
    return read(
        row -> {
          row.require("chosen");
          row.require("rejected");
          return PreferenceRows.pair(row.named(), row.id());
        });
  }

  List<Instruction> instructions() {
    return read(
        row -> {
          row.requirePrompt();
          Exchange asked = Exchange.of(row.named());
          return new Instruction(row.id(), asked.earlier(), asked.prompt(), row.named().source());
        });
  }

  private <T extends Sample> List<T> read(Function<Row, T> convert) {
    List<Path> files = DataFiles.of(spec.paths());
    List<T> samples = new ArrayList<>();
    Issues issues = new Issues();
    SequencedSet<String> unread = new LinkedHashSet<>();
    List<String> prefixes = prefixes(files);
    for (int i = 0; i < files.size(); i++) {
      int before = samples.size();
      Path file = files.get(i);
      String prefix = prefixes.get(i);
      issues.collect(
          () -> {
            DataReader.forEach(
                file,
                row -> {
                  T sample = issues.collect(() -> convert.apply(row(row, prefix, unread)));
                  if (sample != null) {
                    samples.add(sample);
                  }
                });
            return file;
          });
      if (samples.size() == before && issues.isEmpty()) {
        issues.add(file + ": has no records.");
      }
    }
    issues.throwIfAny();
    requireUniqueIds(samples);
    log.read(files);
    noteUnread(unread);
    return List.copyOf(samples);
  }

  private Row row(DataRow row, String prefix, Set<String> unread) {
    DataRow named = spec.columns().isEmpty() ? KnownShapes.named(row) : spec.columns().apply(row);
    if (!spec.columns().isEmpty()) {
      unread.addAll(spec.columns().unread(row));
    }
    UnreadKeys.refuse(named);
    String id = named.optionalText("id").orElse(row.source().id());
    return new Row(named, row, prefix + id);
  }

  private void noteUnread(SequencedSet<String> unread) {
    if (!unread.isEmpty()) {
      log.note(
          "%s: nothing is made of the columns %s, which columns does not name"
              .formatted(String.join(", ", spec.paths()), String.join(", ", unread)));
    }
  }

  /**
   * What comes before the ids of each file: nothing if there is one, else a name of its own. Orders
   * are made of ids, so that none may say in which folder of a machine all files lie.
   */
  private static List<String> prefixes(List<Path> files) {
    if (files.size() == 1) {
      return List.of("");
    }
    Set<Path> names = new HashSet<>();
    if (files.stream().allMatch(file -> names.add(file.getFileName()))) {
      return files.stream().map(file -> file.getFileName() + ":").toList();
    }
    List<Path> whole = files.stream().map(file -> file.toAbsolutePath().normalize()).toList();
    Path shared = sharedFolder(whole);
    return whole.stream().map(file -> shared.relativize(file) + ":").toList();
  }

  private static Path sharedFolder(List<Path> files) {
    Path shared = files.getFirst().resolveSibling("");
    for (Path file : files) {
      while (!file.startsWith(shared)) {
        shared = shared.resolveSibling("");
      }
    }
    return shared;
  }

  private static void requireUniqueIds(List<? extends Sample> samples) {
    Map<String, Sample> seen = new HashMap<>();
    Issues issues = new Issues();
    for (Sample sample : samples) {
      Sample earlier = seen.putIfAbsent(sample.id(), sample);
      if (earlier != null) {
        issues.add(
            "%s: id \"%s\" is already used %s; ids must be unique."
                .formatted(sample.source(), sample.id(), earlier.source().place()));
      }
    }
    issues.throwIfAny();
  }
}
