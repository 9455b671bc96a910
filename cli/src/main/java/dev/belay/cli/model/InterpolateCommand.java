package dev.belay.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.cli.option.DataOption;
import dev.belay.cli.option.InterruptNote;
import dev.belay.cli.option.JsonOption;
import dev.belay.core.error.IssueList;
import dev.belay.core.error.Printable;
import dev.belay.core.json.Json;
import dev.belay.core.run.Progress;
import dev.belay.core.run.Provenance;
import dev.belay.safety.hold.HoldResult;
import dev.belay.safety.hold.HoldText;
import dev.belay.safety.hold.TriedWeight;
import dev.belay.safety.judge.ModelIdentity;
import dev.belay.session.evaluate.EvaluationStore;
import dev.belay.session.hold.HoldPlan;
import dev.belay.session.hold.HoldRun;
import dev.belay.session.model.JudgeSession;
import dev.belay.session.model.ModelSession;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.model.MemoryBudget;
import dev.belay.torch.model.ModelPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code belay model interpolate}: the weights between a model and one trained from it. */
@Command(
    name = "interpolate",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the model between two: base + weight (tuned - base), weight by weight; of an adapter,"
          + " the adapter scaled.",
      "",
      "With --hold it looks for the weight: from the tuned model towards the base, the first that"
          + " is shown to be within a margin of the base on prompts that the report will not use.",
      "",
      "Exit code 1 says that no weight held but the base, and nothing was written."
    })
final class InterpolateCommand implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets these before call().
  private ModelCommand parent;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "BASE", description = "the model before training")
  @SuppressWarnings("NullAway.Init")
  private String base;

  @Parameters(
      index = "1",
      paramLabel = "TUNED",
      description = "the model after training, or an adapter of BASE")
  @SuppressWarnings("NullAway.Init")
  private String tuned;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "where to write the model; must not exist")
  @SuppressWarnings("NullAway.Init")
  private Path out;

  @Option(
      names = "--weight",
      paramLabel = "SHARE",
      description = "share of the way: 0 is BASE, 1 is TUNED")
  private @Nullable Double weight;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description =
          "${COMPLETION-CANDIDATES}: how weights are written (default: bfloat16 where both models"
              + " are, else float32)")
  private @Nullable WeightType dtype;

  @ArgGroup(exclusive = false)
  private @Nullable HoldOptions hold;

  @Mixin private final DataOption data = new DataOption();

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    checkOptions();
    ModelStore store = parent.store();
    Path from = store.resolve(base);
    Path to = store.resolve(tuned);
    try (ModelPair pair = ModelPair.open(from, to)) {
      pair.notes().forEach(parent.progress()::note);
      if (hold != null) {
        return held(hold, pair, store);
      }
      double share = weight == null ? 1 : weight; // checkOptions saw to it that there is one.
      JsonNode provenance = write(pair, share, Optional.empty());
      json.print(() -> provenance, text -> text.println(Printable.of(written(pair, share))));
      return 0;
    }
  }

  /** Before a model is fetched. */
  private void checkOptions() {
    if ((weight == null) == (hold == null)) {
      throw new ParameterException(
          spec.commandLine(),
          "Give --weight SHARE, or --hold SUITE to have it looked for%s."
              .formatted(weight == null ? "" : ", not both"));
    }
    IssueList issues = new IssueList();
    if (weight != null && !(weight >= 0 && weight <= 1)) {
      issues.add("--weight", "--weight: found %s, must be between 0 and 1.".formatted(weight));
    }
    if (Files.exists(out)) {
      issues.add(
          "--out", out + ": exists already. Name a new directory, or remove this one first.");
    }
    if (hold != null) {
      hold.check(out, issues);
    }
    issues.throwIfAny();
  }

  private int held(HoldOptions options, ModelPair pair, ModelStore store) {
    Progress progress = parent.progress();
    Path folder = options.folder(out);
    try (JudgeSession judges = new JudgeSession(store::resolve, parent.environment(), progress)) {
      HoldPlan plan =
          options.plan(data.locations(parent.environment()), judges::judge, progress::note);
      ModelIdentity.weights(pair.tunedSha256())
          .requireOtherThan(
              plan.hold().judge(), options.judgeIsModelUnderTest(), "--judge-is-model-under-test");
      EvaluationStore kept = EvaluationStore.of(store.home(), parent.environment());
      try (ModelSession session = ModelSession.of(pair.openTuned(), options.model(tuned));
          InterruptNote _ = InterruptNote.of(() -> tell(progress, folder))) {
        MemoryBudget.ofThisMachine().require(plan.hold().memoryNeed(session));
        HoldResult result =
            new HoldRun(
                    session, pair, plan, folder, progress, options.fresh() ? kept.fresh() : kept)
                .run();
        result.held().ifPresent(chosen -> write(pair, chosen.weight(), Optional.of(result)));
        print(pair, folder, result);
        return result.exitCode();
      }
    }
  }

  private static void tell(Progress progress, Path folder) {
    progress.note(
        "stopped; what is finished is in %s. Go on with the same command and --resume."
            .formatted(folder));
  }

  private void print(ModelPair pair, Path folder, HoldResult result) {
    json.print(
        () -> read(folder.resolve(HoldRun.FILE)),
        text -> {
          text.print(Printable.of(HoldText.print(result)));
          text.println(
              Printable.of(
                  result
                      .held()
                      .map(chosen -> written(pair, chosen.weight()))
                      .orElse("Nothing was written.")));
          text.println(Printable.of("Every completion and the table as JSON: " + folder));
        });
  }

  private static JsonNode read(Path file) {
    try {
      return Json.MAPPER.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private String written(ModelPair pair, double share) {
    return "%s at weight %s: %s"
        .formatted(
            pair.isAdapter() ? "The adapter, scaled," : "The model", TriedWeight.name(share), out);
  }

  private JsonNode write(ModelPair pair, double share, Optional<HoldResult> chosen) {
    ElementType type = dtype == null ? pair.storedType() : dtype.elements();
    Provenance provenance =
        Provenance.ofThisProcess()
            .put("kind", "interpolated")
            .put("form", pair.isAdapter() ? "adapter" : "model")
            .put("weight", share)
            .put("base", base)
            .put("base_sha256", pair.baseSha256())
            .put("tuned", tuned)
            .put("tuned_sha256", pair.tunedSha256())
            .put("chosen", chosen.map(HoldText::verdict).orElse(null));
    Progress progress = parent.progress();
    progress.start("writing the weights", 0);
    pair.write(share, type, out, Json.pretty(provenance.json()) + "\n");
    progress.finish("written to " + out);
    return provenance.json();
  }
}
