package dev.belay.core.data;

import dev.belay.core.error.BadInputException;
import dev.belay.core.error.DidYouMean;
import dev.belay.core.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Finds datasets by name, and reads them as what the caller needs. */
public final class DatasetCatalog {

  private final Registry<Dataset> datasets;
  private final DataLocations locations;
  private final ReadFiles log;

  /** A catalog of the given datasets. */
  public DatasetCatalog(List<Dataset> datasets, DataLocations locations) {
    this(datasets, locations, new ReadFiles());
  }

  private DatasetCatalog(List<Dataset> datasets, DataLocations locations, ReadFiles log) {
    this.log = log;
    this.datasets = new Registry<>("dataset", datasets, dataset -> dataset.info().name());
    this.locations = locations;
  }

  /** Every dataset that Belay knows, and those that plug-ins bring. */
  public static DatasetCatalog standard(DataLocations locations) {
    return standard(locations, new ReadFiles());
  }

  /**
   * The same.
   *
   * @param log takes which files of the user's own are read
   */
  public static DatasetCatalog standard(DataLocations locations, ReadFiles log) {
    List<Dataset> all =
        new ArrayList<>(
            List.of(
                new ArithmeticDataset(),
                new SumsDataset(),
                ReasoningDatasets.svamp(),
                ReasoningDatasets.gsm8k(),
                new Mmlu(),
                CodeDatasets.humaneval(),
                CodeDatasets.mbpp(),
                Ifeval.dataset(),
                PublicDatasets.alignment(),
                PublicDatasets.benign(),
                PreferenceDatasets.hhHarmless(),
                new BuiltinSafety(),
                new EverydayInstructions()));
    all.addAll(Registry.provided(DatasetProvider.class, DatasetProvider::datasets));
    return new DatasetCatalog(all, locations, log);
  }

  /** What there is, in the order of the catalog. */
  public List<DatasetInfo> list() {
    return datasets.all().stream().map(Dataset::info).toList();
  }

  /**
   * The dataset of a name.
   *
   * @throws BadInputException naming the datasets that exist
   */
  public Dataset find(String name) {
    List<String> names = datasets.names();
    return datasets
        .find(name)
        .orElseThrow(
            () ->
                Registry.unknown(
                    "dataset",
                    name,
                    names,
                    "Known: %s; a file of your own is given by its path."
                        .formatted(String.join(", ", names))));
  }

  /** Problems with reference answers. */
  public List<Problem> problems(DatasetSpec spec) {
    return isOwn(spec)
        ? own(spec).problems()
        : select(spec, Problem.class, "problems with reference answers");
  }

  /**
   * Demonstrations: those of the dataset, solutions of its problems, refusals of its requests that
   * should be refused.
   */
  public List<Demonstration> demonstrations(DatasetSpec spec) {
    if (isOwn(spec)) {
      return own(spec).demonstrations();
    }
    List<Demonstration> found = new ArrayList<>();
    for (Sample sample : load(spec)) {
      switch (sample) {
        case Demonstration demonstration -> found.add(demonstration);
        case Problem problem -> addSolution(problem, found);
        case SafetyPrompt request -> request.demonstration().ifPresent(found::add);
        case Instruction ignored -> {}
        case PreferencePair ignored -> {}
      }
    }
    return requireSome(found, spec, "demonstrations");
  }

  /** Pairs of completions of which one is preferred. */
  public List<PreferencePair> pairs(DatasetSpec spec) {
    return isOwn(spec)
        ? own(spec).pairs()
        : select(spec, PreferencePair.class, "pairs of completions");
  }

  /** Samples of whatever kind the dataset has; of files of the user's own, their prompts. */
  public List<? extends Sample> samples(DatasetSpec spec) {
    return isOwn(spec) ? own(spec).instructions() : load(spec);
  }

  private static void addSolution(Problem problem, List<Demonstration> into) {
    String solution = problem.solution();
    if (solution != null) {
      into.add(new Demonstration(problem.id(), problem.question(), solution, problem.source()));
    }
  }

  private <T extends Sample> List<T> select(DatasetSpec spec, Class<T> kind, String needed) {
    List<T> found = load(spec).stream().filter(kind::isInstance).map(kind::cast).toList();
    return requireSome(found, spec, needed);
  }

  private static <T> List<T> requireSome(List<T> found, DatasetSpec spec, String needed) {
    if (found.isEmpty()) {
      String labelled = spec.label() == null ? "" : " labelled \"" + spec.label() + "\"";
      throw new BadInputException(
          "dataset \"%s\" has no %s%s. Name one that has, or a file of your own by its path."
              .formatted(spec.source(), needed, labelled));
    }
    return List.copyOf(found);
  }

  private List<? extends Sample> load(DatasetSpec spec) {
    Dataset dataset = find(spec.source());
    List<String> splits = dataset.info().splits();
    String split = Objects.requireNonNullElse(spec.split(), splits.getFirst());
    if (!splits.contains(split)) {
      throw new BadInputException(
          "dataset \"%s\" has no split \"%s\".%s Splits: %s."
              .formatted(
                  spec.source(), split, DidYouMean.hint(split, splits), String.join(", ", splits)));
    }
    return withLabel(dataset.load(split, spec.difficulty(), locations), spec);
  }

  private static boolean isOwn(DatasetSpec spec) {
    return !spec.files().isNone();
  }

  /** The files of the user's own; they have neither splits nor labels. */
  private UserFiles own(DatasetSpec spec) {
    List<String> issues = new ArrayList<>();
    if (spec.split() != null) {
      issues.add("a file has no splits; leave out split: " + spec.split() + ".");
    }
    if (spec.label() != null) {
      issues.add("a file has no labels; leave out label: " + spec.label() + ".");
    }
    if (!spec.difficulty().isStandard()) {
      issues.add("a file has no levels; leave out level and difficulty.");
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return new UserFiles(spec.files(), log);
  }

  /** The samples that carry the wanted label, in their order; all when none is wanted. */
  private static List<? extends Sample> withLabel(
      List<? extends Sample> samples, DatasetSpec spec) {
    String label = spec.label();
    if (label == null) {
      return samples;
    }
    Set<String> labels = new TreeSet<>();
    List<Sample> found = new ArrayList<>();
    for (Sample sample : samples) {
      if (sample instanceof SafetyPrompt prompt) {
        labels.add(prompt.label().snakeCase());
        if (prompt.label().snakeCase().equals(label)) {
          found.add(prompt);
        }
      }
    }
    if (found.isEmpty()) {
      throw new BadInputException(
          labels.isEmpty()
              ? "the samples of dataset \"%s\" have no labels; leave out label: %s."
                  .formatted(spec.source(), label)
              : "no sample of dataset \"%s\" has the label \"%s\".%s Labels: %s."
                  .formatted(
                      spec.source(),
                      label,
                      DidYouMean.hint(label, labels),
                      String.join(", ", labels)));
    }
    return found;
  }
}
