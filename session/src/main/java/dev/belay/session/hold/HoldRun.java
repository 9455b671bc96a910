package dev.belay.session.hold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.json.JsonDifferences;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.FolderLock;
import dev.belay.core.run.Progress;
import dev.belay.core.run.Provenance;
import dev.belay.core.text.GivenPath;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SuiteResult;
import dev.belay.safety.gate.GateResult;
import dev.belay.safety.hold.GainLeft;
import dev.belay.safety.hold.HoldJson;
import dev.belay.safety.hold.HoldResult;
import dev.belay.safety.hold.HoldWalk;
import dev.belay.safety.hold.TriedWeight;
import dev.belay.session.evaluate.EvaluationRun;
import dev.belay.session.evaluate.EvaluationStore;
import dev.belay.session.evaluate.MixedEvaluation;
import dev.belay.session.model.ModelSession;
import dev.belay.torch.model.ModelPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One walk in its folder, or what is left of it.
 *
 * <pre>
 * interpolate.json        what was asked, then what was found
 * hold/weight-0.9/        an evaluation of the hold suites; 0 is the base
 * task/weight-0.9/        one of the tasks, at the base, the tuned model and the weight chosen
 * </pre>
 */
public final class HoldRun {

  /** The file with all of it. */
  public static final String FILE = "interpolate.json";

  private static final String ASKED = "asked";

  private final ModelPair pair;
  private final HoldPlan plan;
  private final Path folder;
  private final Progress progress;
  private final MixedEvaluation hold;
  private final MixedEvaluation task;

  /**
   * A walk; nothing is done yet.
   *
   * @param session whose engine measures; of either model of the pair
   * @param folder where everything is kept
   */
  public HoldRun(
      ModelSession session,
      ModelPair pair,
      HoldPlan plan,
      Path folder,
      Progress progress,
      EvaluationStore store) {
    this.pair = pair;
    this.plan = plan;
    this.folder = folder;
    this.progress = progress;
    Optional<EvaluationStore> kept = Optional.of(store);
    this.hold = new MixedEvaluation(session, pair, plan.hold().planned(), progress, kept);
    this.task = new MixedEvaluation(session, pair, plan.task().planned(), progress, kept);
  }

  /**
   * Walks, and leaves {@value #FILE}.
   *
   * @throws BadInputException if the folder holds another walk, with every difference
   */
  public HoldResult run() {
    GivenPath.makeFolder(folder);
    try (FolderLock _ = FolderLock.of(folder, "walk")) {
      ObjectNode asked = asked();
      requireSame(asked);
      write(asked, Optional.empty());
      HoldResult result = walk();
      write(asked, Optional.of(result));
      return result;
    }
  }

  private HoldResult walk() {
    EvaluationResult base = measured(hold, "hold", 0);
    WalkClock clock = new WalkClock(plan.grid().size());
    List<TriedWeight> tried =
        HoldWalk.walk(
            plan.grid(),
            weight -> {
              clock.start();
              TriedWeight found = tried(base, weight);
              progress.note(clock.ended(found));
              return found;
            },
            TriedWeight::held);
    HoldResult found = new HoldResult(plan.rule(), tried, List.of());
    return plan.task().planned().isEmpty()
        ? found
        : new HoldResult(plan.rule(), tried, gains(found.weight()));
  }

  private TriedWeight tried(EvaluationResult base, double weight) {
    EvaluationResult here = measured(hold, "hold", weight);
    Comparison comparison =
        Comparison.of(base, here, plan.rule().margin(), plan.rule().confidence());
    return new TriedWeight(weight, GateResult.of(comparison, plan.rule(), List.of()));
  }

  private List<GainLeft> gains(double weight) {
    EvaluationResult base = measured(task, "task", 0);
    EvaluationResult tuned = measured(task, "task", 1);
    EvaluationResult chosen = measured(task, "task", weight);
    List<GainLeft> gains = new ArrayList<>();
    for (SuiteResult suite : base.suites()) {
      String name = suite.info().name();
      gains.add(
          GainLeft.of(
              suite,
              tuned.suite(name).orElseThrow(),
              chosen.suite(name).orElseThrow(),
              plan.rule().confidence()));
    }
    return gains;
  }

  private EvaluationResult measured(MixedEvaluation evaluation, String part, double weight) {
    String name = TriedWeight.name(weight);
    Path into = folder.resolve(part).resolve("weight-" + name);
    return evaluation.at(
        weight,
        new EvaluationRun(pair.tuned().directory(), plan.seed(), 1, "at weight " + name, into));
  }

  private ObjectNode asked() {
    ObjectNode asked = plan.json();
    asked.put("base_sha256", pair.baseSha256());
    asked.put("tuned_sha256", pair.tunedSha256());
    return asked;
  }

  /** A margin, a grid or prompts changed after some weights were seen would be chosen by them. */
  private void requireSame(ObjectNode asked) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return;
    }
    try {
      JsonNode there = Json.MAPPER.readTree(file.toFile()).path(ASKED);
      JsonNode here = Json.MAPPER.readTree(asked.toString());
      List<String> differences =
          JsonDifferences.of(there, here).stream().map(Object::toString).toList();
      if (!differences.isEmpty()) {
        throw new BadInputException(
            differences.stream()
                .map(
                    difference ->
                        "%s: holds another walk: %s. Name another folder with --evals."
                            .formatted(folder, difference))
                .toList());
      }
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private void write(ObjectNode asked, Optional<HoldResult> result) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("format", 1);
    node.put("kind", "belay-interpolate");
    node.put("state", result.isPresent() ? "done" : "running");
    result.ifPresent(found -> HoldJson.put(node, found));
    node.set(ASKED, asked);
    node.put("base", pair.base().directory().toString());
    node.put("tuned", pair.tuned().directory().toString());
    node.put("adapter", pair.isAdapter());
    node.set("provenance", Provenance.ofThisProcess().json());
    AtomicFiles.write(folder.resolve(FILE), Json.pretty(node) + "\n");
  }
}
