package dev.belay.report.read;

import dev.belay.core.error.BadInputException;
import dev.belay.core.text.GivenPath;
import dev.belay.report.data.ArmComparison;
import dev.belay.report.data.ReportData;
import dev.belay.report.data.Subject;
import dev.belay.report.data.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the folders of a report, whatever each of them is; what is wrong is said of all at once.
 */
public final class Folders {

  private final List<Path> folders;
  private final Settings settings;
  private final List<String> issues = new ArrayList<>();
  private final List<Subject> subjects = new ArrayList<>();
  private final List<ArmComparison> comparisons = new ArrayList<>();
  private final List<Sweep> sweeps = new ArrayList<>();

  /**
   * What decides how folders are read.
   *
   * @param margin that two evaluations are held to; runs and comparisons have their own
   * @param acrossModels whether two evaluations may have read the same prompts as other tokens
   * @param mostSamples prompts with completions in the page, over all folders
   */
  public record Settings(double margin, boolean acrossModels, int mostSamples) {

    /** How many samples a page holds that nobody asked for more. */
    public static final int SAMPLES = 10_000;

    /** Those of a report that nobody changed. */
    public static Settings usual() {
      return new Settings(RunReader.MARGIN, false, SAMPLES);
    }
  }

  private Folders(List<Path> folders, Settings settings) {
    this.folders = List.copyOf(folders);
    this.settings = settings;
  }

  /**
   * Reads them. Of several evaluations the first is before, and each other one after it.
   *
   * @throws BadInputException with every folder that is none of a run, an evaluation, a comparison
   *     or a sweep, or is damaged
   */
  public static ReportData read(List<Path> folders, Settings settings) {
    return new Folders(folders, settings).read();
  }

  /** The last part of a folder's name. */
  static String name(Path folder) {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return last == null ? folder.toString() : last.toString();
  }

  private ReportData read() {
    List<Path> evaluations = new ArrayList<>();
    // The first of several evaluations is shown with each of the others, not by itself.
    boolean paired = folders.stream().filter(EvaluationReader::fits).count() > 1;
    int each = settings.mostSamples() / Math.max(1, folders.size() - (paired ? 1 : 0));
    for (Path folder : folders) {
      tried(() -> read(folder, each, evaluations));
    }
    if (evaluations.size() == 1) {
      tried(() -> subjects.add(EvaluationReader.alone(evaluations.getFirst(), each)));
    }
    for (Path after : evaluations.stream().skip(1).toList()) {
      tried(
          () ->
              subjects.add(
                  EvaluationReader.pair(
                      evaluations.getFirst(),
                      after,
                      settings.margin(),
                      settings.acrossModels(),
                      each)));
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues.stream().distinct().toList());
    }
    return new ReportData(title(), distinct(subjects), comparisons, sweeps, command());
  }

  private void tried(Runnable read) {
    try {
      read.run();
    } catch (BadInputException e) {
      issues.addAll(e.issues());
    }
  }

  private void read(Path folder, int samples, List<Path> evaluations) {
    if (CompareReader.fits(folder)) {
      CompareReader reader = new CompareReader(folder);
      comparisons.add(reader.comparison());
      subjects.addAll(reader.runs(samples));
    } else if (SweepReader.fits(folder)) {
      sweeps.add(SweepReader.read(folder));
    } else if (EvaluationReader.fits(folder)) {
      evaluations.add(folder);
    } else if (RunReader.fits(folder)) {
      subjects.add(new RunReader(folder, samples).read());
    } else if (Files.isDirectory(folder)) {
      throw new BadInputException(none(folder));
    } else {
      throw GivenPath.noFolder(
          folder, "Name the folder of a run, an evaluation, a comparison or a sweep.");
    }
  }

  private static String none(Path folder) {
    List<String> inside = inside(folder);
    return folder
        + ": holds no run (recipe.resolved.yaml), no evaluation (evaluation.json), no comparison"
        + " (compare.json) and no sweep (sweep.json). "
        + (inside.isEmpty()
            ? "Name a folder that belay run, eval, compare or sweep made."
            : "In it are " + String.join(", ", inside) + ": name those.");
  }

  private static List<String> inside(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isDirectory)
          .filter(entry -> RunReader.fits(entry) || EvaluationReader.fits(entry))
          .map(Path::toString)
          .sorted()
          .limit(5)
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Models of one name are told apart by a number. */
  private static List<Subject> distinct(List<Subject> subjects) {
    Set<String> taken = new HashSet<>();
    List<Subject> named = new ArrayList<>();
    for (Subject subject : subjects) {
      String name = subject.name();
      for (int i = 2; !taken.add(name); i++) {
        name = subject.name() + " (" + i + ")";
      }
      named.add(subject.named(name));
    }
    return named;
  }

  private String title() {
    List<String> names = new ArrayList<>();
    comparisons.forEach(comparison -> names.add(comparison.name()));
    sweeps.forEach(sweep -> names.add(sweep.name()));
    if (names.isEmpty()) {
      subjects.forEach(subject -> names.add(subject.name()));
    }
    return names.size() <= 3
        ? String.join(", ", names)
        : "%s and %d more".formatted(String.join(", ", names.subList(0, 2)), names.size() - 2);
  }

  private String command() {
    return "belay report " + folders.stream().map(Path::toString).collect(Collectors.joining(" "));
  }
}
