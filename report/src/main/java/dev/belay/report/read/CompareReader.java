package dev.belay.report.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.report.data.ArmComparison;
import dev.belay.report.data.ArmComparison.Arm;
import dev.belay.report.data.ArmComparison.Meeting;
import dev.belay.report.data.ArmComparison.Pair;
import dev.belay.report.data.Changes;
import dev.belay.report.data.Estimate;
import dev.belay.report.data.Figures;
import dev.belay.report.data.Origin;
import dev.belay.report.data.PlaneArm;
import dev.belay.report.data.PlanePoint;
import dev.belay.report.data.Subject;
import dev.belay.report.data.SuiteRow;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.eval.SuiteKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The folder of {@code belay compare} or {@code belay demo}, by its {@code compare.json}. */
final class CompareReader {

  static final String FILE = "compare.json";

  private final Path folder;
  private final JsonNode root;

  CompareReader(Path folder) {
    this.folder = folder;
    this.root = Facts.file(folder.resolve(FILE));
  }

  static boolean fits(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  /** The table of arms, their curves, and where they meet. */
  ArmComparison comparison() {
    List<Arm> arms = new ArrayList<>();
    root.path("arms").forEach(arm -> arms.add(arm(arm)));
    return new ArmComparison(
        Facts.text(root, "name").orElse(Folders.name(folder)),
        Facts.texts(root.path("verdict")),
        Facts.number(root, "margin").orElse(0),
        arms,
        FrontierReader.read(root.path("arms"), CompareReader::way),
        meeting(root.path("equal_capability")),
        notes(),
        new Origin(
            folder.toString(),
            OriginReader.flat(root.path("provenance")),
            Optional.empty(),
            Facts.texts(root.path("provenance").path("commands"))));
  }

  /** The run of each arm that has a result, by the arm's label. */
  List<Subject> runs(int mostSamples) {
    List<Subject> subjects = new ArrayList<>();
    int arms = Math.max(1, root.path("arms").size());
    for (JsonNode arm : root.path("arms")) {
      Path run = folder.resolve(Facts.text(arm, "run").orElse("")).normalize();
      if (run.startsWith(folder.normalize())
          && !run.equals(folder.normalize())
          && RunReader.fits(run)) {
        subjects.add(new RunReader(run, mostSamples / arms).read().asArm(label(arm)));
      }
    }
    return subjects;
  }

  private static String label(JsonNode arm) {
    return Facts.text(arm, "label").or(() -> Facts.text(arm, "arm")).orElse("?");
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    JsonNode curve = root.path("curve");
    switch (curve.path("from").asText("")) {
      case "weights" ->
          notes.add(
              "Points of the curves are weights between the base and the trained model, at shares "
                  + String.join(", ", Facts.texts(curve.path("shares")))
                  + " of the way.");
      case "checkpoints" -> notes.add("Points of the curves are checkpoints of the training.");
      default -> {}
    }
    Facts.text(root.path("tuned_alike"), "sentence").ifPresent(notes::add);
    for (JsonNode arm : root.path("arms")) {
      Facts.texts(arm.path("failures")).forEach(why -> notes.add(label(arm) + ": " + why));
    }
    return notes;
  }

  private Arm arm(JsonNode arm) {
    JsonNode row = arm.path("row");
    List<String> cells = new ArrayList<>();
    if (row.isObject()) {
      cells.add(percent(row, "capability"));
      cells.add(percent(row, "safety"));
      cells.add(percent(row, "over_refusal"));
      cells.add(row.path("undecided").asText("–") + " of " + row.path("of").asText("–"));
      cells.add(nats(row, "kl_task"));
      cells.add(nats(row, "kl_safety"));
      cells.add(percent(row, "bound"));
      cells.add(percent(row, "limit"));
      cells.add(Facts.held(arm, "safety_held").map(NonInferiority::shortly).orElse("–"));
      cells.addAll(cost(arm));
    }
    return new Arm(
        label(arm),
        Facts.held(arm, "safety_held"),
        Facts.text(arm, "ending").orElse(""),
        cells,
        way(arm),
        tries(arm));
  }

  private static List<String> cost(JsonNode arm) {
    OptionalDouble seconds = Facts.number(arm.path("cost"), "seconds_per_step");
    OptionalDouble bytes = Facts.number(arm.path("cost"), "peak_memory_bytes");
    OptionalDouble tried = Facts.number(arm, "settings_tried");
    return List.of(
        seconds.isPresent() ? Figures.number(seconds.getAsDouble()) : "–",
        bytes.isPresent() ? Figures.number(bytes.getAsDouble() / 1e9) : "–",
        tried.isPresent() ? Long.toString((long) tried.getAsDouble()) : "–");
  }

  private static String percent(JsonNode row, String key) {
    OptionalDouble share = Facts.number(row, key);
    return share.isPresent() ? Figures.percent(share.getAsDouble()) : "–";
  }

  private static String nats(JsonNode row, String key) {
    OptionalDouble kl = Facts.number(row, key);
    return kl.isPresent() ? Figures.number(kl.getAsDouble()) : "–";
  }

  private static String refused(JsonNode tried) {
    return tried.has("refused")
        ? ", %s of the requests that choose refused".formatted(percent(tried, "refused"))
        : "";
  }

  private static List<String> tries(JsonNode arm) {
    List<String> tries = new ArrayList<>();
    JsonNode chosen = arm.path("tuning").path("chosen");
    for (JsonNode tried : arm.path("tuning").path("tries")) {
      String outcome =
          Facts.text(tried, "failed")
              .or(() -> Optional.of(percent(tried, "validation") + " of validation problems"))
              .map(words -> words + refused(tried))
              .orElseThrow();
      String mark = tried.path("set").equals(chosen) ? " (chosen)" : "";
      tries.add(tried.path("set") + ": " + outcome + mark);
    }
    return tries;
  }

  /** The end takes the interval of the paired change, on which its verdict rests. */
  private static Optional<PlaneArm> way(JsonNode arm) {
    List<PlanePoint> points = new ArrayList<>();
    for (JsonNode point : arm.path("points")) {
      Optional<Estimate> capability = rate(point, "capability", SuiteKind.CAPABILITY);
      Optional<Estimate> safety = rate(point, "safety", SuiteKind.HARMFUL);
      if (capability.isPresent() && safety.isPresent()) {
        points.add(new PlanePoint(point.path("at").asText("?"), capability.get(), safety.get()));
      }
    }
    if (points.isEmpty()) {
      return Optional.empty();
    }
    PlanePoint end = points.removeLast();
    Changes changes = ChangesReader.read(arm.path("comparison"));
    points.add(
        new PlanePoint(
            end.label(),
            around(end.capability(), changes.meanChange(SuiteKind.CAPABILITY)),
            around(end.safety(), changes.meanChange(SuiteKind.HARMFUL))));
    return Optional.of(new PlaneArm(label(arm), points));
  }

  private static Estimate around(Estimate rate, Optional<Estimate> change) {
    return change.map(paired -> paired.plus(rate.value() - paired.value())).orElse(rate);
  }

  private static Optional<Estimate> rate(JsonNode point, String key, SuiteKind kind) {
    List<Estimate> suites = new ArrayList<>();
    for (JsonNode suite : point.path("suites")) {
      if (Facts.kind(suite).filter(kind::equals).isPresent()) {
        Facts.estimate(suite, "rate").ifPresent(suites::add);
      }
    }
    JsonNode mean = point.path(key);
    OptionalDouble value = Facts.number(mean, "rate");
    return Facts.estimate(mean, "rate")
        .or(() -> Estimate.mean(suites))
        .or(
            () ->
                value.isPresent()
                    ? Optional.of(
                        new Estimate(value.getAsDouble(), value.getAsDouble(), value.getAsDouble()))
                    : Optional.empty());
  }

  private Optional<Meeting> meeting(JsonNode node) {
    if (!node.isObject()) {
      return Optional.empty();
    }
    List<Pair> pairs = new ArrayList<>();
    for (JsonNode pair : node.path("pairs")) {
      List<SuiteRow> rows = new ArrayList<>();
      pair.path("capability")
          .forEach(suite -> rows.add(row(suite, SuiteKind.CAPABILITY, "difference")));
      pair.path("suites")
          .forEach(
              suite -> rows.add(row(suite, Facts.kind(suite).orElse(SuiteKind.HARMFUL), "change")));
      pairs.add(
          new Pair(
              labelled(pair, "first"),
              labelled(pair, "second"),
              Facts.text(pair, "sentence").orElse(""),
              rows));
    }
    return Optional.of(new Meeting(Facts.text(node, "sentence").orElse(""), pairs));
  }

  /** A pair has its arms by their names in files; people know them by their labels. */
  private String labelled(JsonNode pair, String which) {
    String name = Facts.text(pair, which).orElse("?");
    for (JsonNode arm : root.path("arms")) {
      if (Facts.text(arm, "arm").equals(Optional.of(name))) {
        return label(arm);
      }
    }
    return name;
  }

  private static SuiteRow row(JsonNode suite, SuiteKind kind, String change) {
    OptionalDouble first = Facts.number(suite, "first");
    Optional<Estimate> paired = Facts.estimate(suite, change);
    return new SuiteRow(
        Facts.text(suite, "suite").orElse("?"),
        kind,
        "",
        0,
        (long) Facts.number(suite, "n").orElse(0),
        first.isPresent() ? Optional.of(first.getAsDouble()) : Optional.empty(),
        first.isPresent() ? paired.map(p -> p.plus(first.getAsDouble())) : Optional.empty(),
        paired,
        new SuiteRow.Undecided(0, 0),
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty());
  }
}
