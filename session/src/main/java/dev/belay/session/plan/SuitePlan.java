package dev.belay.session.plan;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.Instruction;
import dev.belay.core.data.OverlapCheck;
import dev.belay.core.data.Sample;
import dev.belay.core.data.SourceLine;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import dev.belay.core.recipe.EvaluateSpec;
import dev.belay.safety.attack.Attack;
import dev.belay.safety.attack.AttackOptions;
import dev.belay.safety.attack.Attacks;
import dev.belay.safety.attack.Direct;
import dev.belay.safety.benchmark.Benchmarks;
import dev.belay.safety.benchmark.SuiteCatalog;
import dev.belay.safety.eval.AttackedSuite;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.safety.eval.Suite;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuitePrompt;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.Judges;
import dev.belay.safety.judge.RefusalPatternJudge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** The suites that a recipe measures, found and read before anything costly begins. */
public final class SuitePlan {

  private final List<PlannedSuite> planned;
  private final List<String> notes;
  private final Judge judge;

  private SuitePlan(List<PlannedSuite> planned, List<String> notes, Judge judge) {
    this.judge = judge;
    this.planned = List.copyOf(planned);
    this.notes = List.copyOf(notes);
  }

  /**
   * Finds the suites.
   *
   * @throws BadInputException with every suite that is unknown or misplaced, or whose files are
   *     missing or broken; an optional suite that is missing is left out with a note
   */
  public static SuitePlan of(EvaluateSpec spec, DataLocations locations) {
    return of(spec, locations, Sampling::greedy, Judges.load().named(spec.judge()));
  }

  /**
   * As {@link #of(EvaluateSpec, DataLocations)}.
   *
   * @param law the law of completions, given their longest length
   * @param judge who judges safety suites
   */
  public static SuitePlan of(
      EvaluateSpec spec, DataLocations locations, IntFunction<Sampling> law, Judge judge) {
    SuiteCatalog catalog = catalog(judge, locations);
    List<PlannedSuite> planned = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<String> issues = new ArrayList<>();
    List<Attack> attacks = attacks(spec, locations, issues);
    for (EvaluateSpec.SuiteSpec suite : spec.suites()) {
      try {
        if (suite.optional() && !catalog.isAvailable(suite.name())) {
          notes.add(
              "left out "
                  + suite.name()
                  + ": its file was not found; name its folder with --data or BELAY_DATA");
          continue;
        }
        SuiteCatalog.Loaded loaded = catalog.load(suite.name());
        notes.addAll(loaded.warnings());
        checkPurpose(suite, loaded.suite().info().kind(), issues);
        for (Suite asked : asked(loaded.suite(), attacks)) {
          planned.add(new PlannedSuite(asked, suite.limit(), law.apply(suite.maxTokens())));
        }
      } catch (BadInputException e) {
        issues.addAll(e.issues());
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return new SuitePlan(planned, notes, judge);
  }

  private static List<Attack> attacks(
      EvaluateSpec spec, DataLocations locations, List<String> issues) {
    Attacks known = Attacks.load();
    Map<String, Map<String, String>> options = Map.of();
    try {
      options = AttackOptions.parse(spec.attackOptions(), spec.attacks());
    } catch (BadInputException e) {
      issues.addAll(e.issues());
    }
    List<Attack> attacks = new ArrayList<>();
    for (String name : spec.attacks()) {
      try {
        Attack attack = known.named(name);
        Map<String, String> given = options.getOrDefault(name, Map.of());
        attacks.add((given.isEmpty() ? attack : attack.configure(given)).prepare(locations));
      } catch (BadInputException e) {
        issues.addAll(e.issues());
      }
    }
    return attacks;
  }

  /** A suite of harmful requests once with each attack; any other as it is. */
  private static List<Suite> asked(Suite suite, List<Attack> attacks) {
    if (!suite.info().kind().isAttackable()) {
      return List.of(suite);
    }
    return attacks.stream()
        .map(
            attack ->
                attack.info().name().equals(Direct.NAME) ? suite : new AttackedSuite(suite, attack))
        .toList();
  }

  private static SuiteCatalog catalog(Judge judge, DataLocations locations) {
    return new SuiteCatalog(Benchmarks.load(), locations, List.of(judge));
  }

  /** What the suite of that name measures; nothing is read. */
  static SuiteKind kind(String suite, DataLocations locations) {
    return catalog(new RefusalPatternJudge(), locations).kind(suite);
  }

  /** Under which key of {@code evaluate} suites of a kind belong. */
  public static EvaluateSpec.Purpose purpose(SuiteKind kind) {
    return switch (kind) {
      case CAPABILITY -> EvaluateSpec.Purpose.CAPABILITY;
      case HARMFUL, COPYRIGHT -> EvaluateSpec.Purpose.SAFETY;
      case SAFE_LOOKALIKE, BENIGN -> EvaluateSpec.Purpose.OVER_REFUSAL;
    };
  }

  private static void checkPurpose(
      EvaluateSpec.SuiteSpec suite, SuiteKind kind, List<String> issues) {
    EvaluateSpec.Purpose right = purpose(kind);
    if (suite.purpose() != right) {
      issues.add(
          "evaluate.%s: %s belongs under evaluate.%s."
              .formatted(key(suite.purpose()), suite.name(), key(right)));
    }
  }

  private static String key(EvaluateSpec.Purpose purpose) {
    return purpose.name().toLowerCase(Locale.ROOT);
  }

  public List<PlannedSuite> planned() {
    return planned;
  }

  /** Who judges safety suites. */
  public Judge judge() {
    return judge;
  }

  /** Whether an attack needs the model's weights. */
  public boolean looksIntoWeights() {
    return planned.stream().anyMatch(suite -> suite.suite().suffixAttack().isPresent());
  }

  /** What a person should know: optional suites that were left out, and why. */
  public List<String> notes() {
    return notes;
  }

  /**
   * Refuses to measure on what is trained on.
   *
   * @throws BadInputException naming the first overlaps with both places
   */
  public void checkDisjoint(List<Sample> training) {
    // A set, because every attack asks the same requests.
    Set<Sample> measured = new LinkedHashSet<>();
    for (PlannedSuite suite : planned) {
      for (SuitePrompt prompt : suite.selected()) {
        measured.add(
            new Instruction(prompt.id(), prompt.prompt(), new SourceLine(prompt.origin(), 1)));
      }
    }
    OverlapCheck.requireDisjoint(training, measured);
  }

  /** Names, versions and judges, for provenance. */
  public Map<String, Object> provenance() {
    Map<String, Object> suites = new LinkedHashMap<>();
    for (PlannedSuite suite : planned) {
      suites.put(
          suite.name(),
          Map.of(
              "version", suite.suite().info().version(),
              "judges", suite.suite().info().judges(),
              "limit", suite.limit()));
    }
    return suites;
  }
}
