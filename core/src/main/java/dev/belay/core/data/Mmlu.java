package dev.belay.core.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * MMLU (Hendrycks et al. 2021, arXiv:2009.03300): questions with four options in 57 subjects. Read
 * from the published archive as it is, from its CSV files, of which some subjects will do, or from
 * {@code {split}.jsonl} with {@code question}, {@code subject}, {@code choices} and {@code answer}.
 */
public final class Mmlu implements Dataset {

  /** Subjects in the published set. */
  public static final int SUBJECTS = 57;

  /**
   * Question, options and "Answer:" as in lm-evaluation-harness's generative task, with an order.
   */
  public static final PromptTemplate TEMPLATE =
      new PromptTemplate(
          "mmlu-letter",
          1,
          """
          The following is a multiple choice question about {subject}. Answer with the letter of the correct option.

          {question}
          A. {a}
          B. {b}
          C. {c}
          D. {d}
          Answer:\
          """);

  private static final String ARCHIVE = "reasoning/mmlu/data.tar";
  private static final List<String> FOLDERS =
      List.of("reasoning/mmlu", "mmlu", "reasoning/mmlu/data", "mmlu/data");
  private static final List<String> COLUMNS = List.of("question", "A", "B", "C", "D", "answer");
  private static final List<String> LETTERS = List.of("A", "B", "C", "D");

  @Override
  public DatasetInfo info() {
    return new DatasetInfo(
        "mmlu",
        1,
        "Questions with four options in 57 subjects, from school to profession.",
        List.of("test", "dev", "val"),
        List.of(
            ARCHIVE,
            "mmlu/data.tar",
            "reasoning/mmlu/{split}.jsonl",
            "mmlu/{split}.jsonl",
            "reasoning/mmlu/elementary_mathematics_{split}.csv",
            "reasoning/mmlu/high_school_mathematics_{split}.csv",
            "reasoning/mmlu/computer_security_{split}.csv"),
        "https://github.com/hendrycks/test",
        "MIT");
  }

  @Override
  public boolean isAvailable(String split, DataLocations locations) {
    return files(split, locations).isPresent();
  }

  @Override
  public List<Problem> load(String split, DataLocations locations) {
    Path found =
        files(split, locations)
            .orElseThrow(
                () ->
                    new BadInputException(
                        locations.missing(
                            "dataset mmlu",
                            List.of(ARCHIVE, "reasoning/mmlu/SUBJECT_%s.csv".formatted(split)))));
    if (Files.isDirectory(found)) {
      return readFolder(found, split);
    }
    return String.valueOf(found.getFileName()).endsWith(".tar")
        ? readArchive(found, split)
        : DataReader.map(DataReader.read(found), (row, number) -> ofRecord(row, split, number));
  }

  /** The archive, the file of JSON lines, or the folder of CSV files that is found first. */
  private static Optional<Path> files(String split, DataLocations locations) {
    for (Path folder : locations.folders()) {
      for (String name : FOLDERS) {
        Path base = folder.resolve(name);
        Optional<Path> found =
            Stream.of(
                    base.resolve("data.tar"),
                    base.resolve(split + ".jsonl"),
                    base.resolve(split),
                    base)
                .filter(path -> Files.isRegularFile(path) || holdsSubjects(path, split))
                .findFirst();
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holdsSubjects(Path folder, String split) {
    return Files.isDirectory(folder) && !subjects(folder, split).isEmpty();
  }

  private static List<Path> subjects(Path folder, String split) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> isSubject(String.valueOf(file.getFileName()), split))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new BadInputException("%s: cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static boolean isSubject(String file, String split) {
    return file.endsWith("_" + split + ".csv") && !file.startsWith(".");
  }

  private static List<Problem> readFolder(Path folder, String split) {
    List<Problem> problems = new ArrayList<>();
    Issues issues = new Issues();
    for (Path file : subjects(folder, split)) {
      List<Problem> read =
          issues.collect(() -> ofSubject(file, DataReader.readCsv(file, COLUMNS), split));
      problems.addAll(read == null ? List.of() : read);
    }
    issues.throwIfAny();
    return List.copyOf(problems);
  }

  private static List<Problem> readArchive(Path archive, String split) {
    String folder = "data/" + split + "/";
    Map<String, byte[]> contents =
        TarEntries.read(
            archive,
            name -> name.startsWith(folder) && isSubject(name.substring(folder.length()), split));
    if (contents.isEmpty()) {
      throw new BadInputException(
          "%s: holds no %sSUBJECT_%s.csv; the published archive does."
              .formatted(archive, folder, split));
    }
    List<Problem> problems = new ArrayList<>();
    contents.forEach(
        (name, bytes) -> {
          Path file = archive.resolve(name);
          problems.addAll(ofSubject(file, CsvRows.read(file, bytes, ',', COLUMNS), split));
        });
    return List.copyOf(problems);
  }

  private static List<Problem> ofSubject(Path file, List<DataRow> rows, String split) {
    String name = String.valueOf(file.getFileName());
    String plain = name.substring(name.lastIndexOf('/') + 1);
    String subject = plain.substring(0, plain.length() - split.length() - "_.csv".length());
    return DataReader.map(
        rows,
        (row, number) -> {
          List<String> options =
              LETTERS.stream().map(letter -> row.optionalText(letter).orElse("").strip()).toList();
          return problem(row, new Place(split, subject, number), options, row.text("answer"));
        });
  }

  private static Problem ofRecord(DataRow row, String split, int number) {
    List<String> options = new ArrayList<>();
    if (row.fields().get("choices") instanceof ArrayNode list) {
      list.forEach(option -> options.add(option.asText().strip()));
    }
    if (options.size() != LETTERS.size()) {
      throw new BadInputException(
          "%s: column \"choices\" must be a list of four texts.".formatted(row.source()));
    }
    String answer = row.textOrNumber("answer").strip();
    String letter = answer.matches("[0-3]") ? LETTERS.get(Integer.parseInt(answer)) : answer;
    return problem(row, new Place(split, row.text("subject"), number), options, letter);
  }

  private record Place(String split, String subject, int number) {
    String id() {
      return "mmlu-%s-%s-%d".formatted(split, subject, number);
    }
  }

  private static Problem problem(DataRow row, Place place, List<String> options, String answer) {
    String gold = answer.strip().toUpperCase(Locale.ROOT);
    if (!LETTERS.contains(gold)) {
      throw new BadInputException(
          "%s: column \"answer\" must be A, B, C or D, found \"%s\"."
              .formatted(row.source(), DataRow.shortened(answer)));
    }
    String question =
        TEMPLATE.fill(
            Map.of(
                "subject", place.subject().replace('_', ' '),
                "question", row.text("question").strip(),
                "a", options.get(0),
                "b", options.get(1),
                "c", options.get(2),
                "d", options.get(3)));
    return new Problem(place.id(), question, gold, gold, row.source(), place.subject(), options);
  }
}
