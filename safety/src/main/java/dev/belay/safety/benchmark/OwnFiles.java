package dev.belay.safety.benchmark;

import dev.belay.core.data.CodeTests;
import dev.belay.core.data.ColumnNames;
import dev.belay.core.data.DataLocations;
import dev.belay.core.data.DataReader;
import dev.belay.core.data.DataRow;
import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.data.DatasetSpec;
import dev.belay.core.data.FileSpec;
import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import dev.belay.core.data.Sample;
import dev.belay.core.data.TaskTemplate;
import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import dev.belay.core.recipe.AskedSpec;
import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.recipe.SuiteSource;
import dev.belay.core.text.GivenPath;
import dev.belay.core.verify.Verifier;
import dev.belay.core.verify.Verifiers;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuitePrompt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Suites in files of the user's own: requests, or tasks with reference answers. */
final class OwnFiles {

  private static final int HASH_SHOWN = 16;
  private static final List<String> QUESTIONS = List.of("prompt", "question", "text");

  private final DatasetCatalog datasets;

  OwnFiles(DataLocations locations) {
    this.datasets = DatasetCatalog.standard(locations);
  }

  /**
   * Sees to it that there is such a file.
   *
   * @throws BadInputException otherwise
   */
  static void require(Path file) {
    if (!Files.isRegularFile(file)) {
      throw GivenPath.noFile(file, "no such file.");
    }
  }

  /** What a file measures, by where it is named. */
  static SuiteKind kind(Purpose purpose) {
    return switch (purpose) {
      case CAPABILITY -> SuiteKind.CAPABILITY;
      case SAFETY -> SuiteKind.HARMFUL;
      case OVER_REFUSAL -> SuiteKind.SAFE_LOOKALIKE;
    };
  }

  /** Another version with every other content. */
  static String version(Path file) {
    return "sha256:" + Sha256.of(file).substring(0, HASH_SHOWN);
  }

  /** A file has no splits. */
  static BadInputException noSplit(String split) {
    return new BadInputException(
        "fewshot.from: found '%s'; a file has no splits: name a file with the examples."
            .formatted(split));
  }

  /** Requests, each with its category where there is such a column. */
  List<SuitePrompt> requests(SuiteSource.OwnFile own) {
    List<? extends Sample> samples = datasets.samples(wanted(own));
    List<DataRow> rows = DataReader.read(own.file());
    requireOneTurn(samples);
    List<SuitePrompt> prompts = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      prompts.add(
          new SuitePrompt(
              sample.id(),
              sample.prompt().strip(),
              rows.get(i).optionalText("category").orElse(""),
              sample.source().toString()));
    }
    return prompts;
  }

  /** Attacks are made of one request, and judges read one. */
  private static void requireOneTurn(List<? extends Sample> samples) {
    List<String> issues =
        samples.stream()
            .filter(sample -> !sample.earlier().isEmpty())
            .map(
                sample ->
                    sample.source()
                        + ": has earlier turns; requests are asked in one turn. Leave the earlier"
                        + " ones out.")
            .toList();
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  /**
   * Tasks, with the columns of their records.
   *
   * @param own the file; templates name its own columns, whatever they mean
   * @param asked the templates of what is asked and of the reference answer, where there are
   * @param measured whether each needs a reference answer
   */
  List<Problem> problems(SuiteSource.OwnFile own, AskedSpec asked, boolean measured) {
    Path file = own.file();
    require(file);
    if (asked.prompt().isEmpty() && asked.gold().isEmpty()) {
      List<Problem> problems = datasets.problems(wanted(own));
      List<DataRow> rows = DataReader.read(file);
      List<Problem> whole = new ArrayList<>();
      for (int i = 0; i < problems.size(); i++) {
        whole.add(problems.get(i).withColumns(rows.get(i).texts()));
      }
      return whole;
    }
    Optional<TaskTemplate> prompt = asked.prompt().map(text -> TaskTemplate.of("prompt", text));
    Optional<TaskTemplate> gold = asked.gold().map(text -> TaskTemplate.of("gold", text));
    List<Problem> problems =
        DataReader.map(
            DataReader.read(file), row -> problem(row, own.columns(), prompt, gold, measured));
    requireSound(file, problems);
    return problems;
  }

  private static DatasetSpec wanted(SuiteSource.OwnFile own) {
    return DatasetSpec.files(new FileSpec(List.of(own.path()), own.columns()));
  }

  private static Problem problem(
      DataRow original,
      ColumnNames names,
      Optional<TaskTemplate> prompt,
      Optional<TaskTemplate> gold,
      boolean measured) {
    Map<String, String> columns = original.texts();
    DataRow row = names.isEmpty() ? original : names.apply(original);
    String question = question(row, prompt, columns);
    String id = row.optionalText("id").orElse(row.source().id());
    String solution = row.optionalText("completion").orElse(null);
    if (gold.isEmpty() && CodeTests.has(row) && !row.fields().hasNonNull("gold")) {
      return new Problem(id, question, CodeTests.of(row), solution, row.source(), "")
          .withColumns(columns);
    }
    String reference =
        gold.map(template -> template.render(columns, row.source()).strip())
            .orElseGet(
                () -> measured ? row.textOrNumber("gold") : row.optionalText("gold").orElse(""));
    return new Problem(id, question, reference, solution, row.source()).withColumns(columns);
  }

  /** The record's own where it has one, by which it is found among other prompts. */
  private static String question(
      DataRow row, Optional<TaskTemplate> prompt, Map<String, String> columns) {
    Map<String, String> texts = row.texts();
    Optional<String> own =
        QUESTIONS.stream().flatMap(column -> Stream.ofNullable(texts.get(column))).findFirst();
    return prompt.isPresent() && own.isEmpty()
        ? prompt.get().render(columns, row.source())
        : row.text(row.oneOf(QUESTIONS)).strip();
  }

  private static void requireSound(Path file, List<Problem> problems) {
    if (problems.isEmpty()) {
      throw new BadInputException(file + ": has no records.");
    }
    Set<String> ids = new HashSet<>();
    List<String> twice =
        problems.stream()
            .filter(problem -> !ids.add(problem.id()))
            .map(
                p ->
                    "%s: the id \"%s\" is already used; ids must be unique."
                        .formatted(p.source(), p.id()))
            .toList();
    if (!twice.isEmpty()) {
      throw new BadInputException(twice);
    }
  }

  /** Who checks: as the settings say, else the one for unit tests or that for final answers. */
  static Verifier verifier(List<Problem> problems, AskedSpec asked) {
    boolean tested =
        problems.stream().allMatch(one -> one.reference() instanceof Reference.UnitTests);
    return Verifiers.load().named(asked.verifier().orElse(tested ? "code" : "math"));
  }
}
