package dev.belay.cli;

import dev.belay.cli.option.ChatTemplateOption;
import dev.belay.cli.option.DataOption;
import dev.belay.cli.option.DetailsOption;
import dev.belay.cli.option.InterruptNote;
import dev.belay.cli.option.JsonOption;
import dev.belay.core.chat.TemplateSettings;
import dev.belay.core.chat.TemplateTime;
import dev.belay.core.data.DataLocations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import dev.belay.core.openai.ServedModel;
import dev.belay.core.openai.ServerException;
import dev.belay.core.openai.ServerUrl;
import dev.belay.core.recipe.ModelSpec;
import dev.belay.core.text.GivenPath;
import dev.belay.safety.eval.CapabilityTable;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.EvaluationSummaryTable;
import dev.belay.safety.eval.EvaluationTable;
import dev.belay.safety.eval.UnansweredPrompts;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.ModelIdentity;
import dev.belay.session.evaluate.EvaluationRun;
import dev.belay.session.evaluate.ModelEvaluation;
import dev.belay.session.evaluate.ServedEvaluation;
import dev.belay.session.model.JudgeSession;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.SuitePlan;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.MemoryBudget;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code belay eval}: capability and safety suites on one model. */
@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    description = {
      "Measures a model on capability and safety suites: draws a completion of every prompt, has it"
          + " judged, and prints rates with intervals.",
      "",
      "Writes SUITE.jsonl (a line a completion) and summary.json into --out. An evaluation that was"
          + " cut off goes on with --resume and ends as if it had not been.",
      "",
      "With --plan it says instead what the suites can show, and what they cost."
    })
final class EvalCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets these before call().
  private CommandSpec spec;

  @Option(
      names = "--model",
      description =
          "a name, a directory, a .gguf, or the address of a server that speaks the OpenAI"
              + " protocol, such as http://127.0.0.1:8000/v1; repeatable for servers that have the"
              + " same model, which then share the work")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "where the evaluation is kept; evals/MODEL by default")
  private @Nullable Path out;

  @Option(names = "--resume", description = "goes on with the evaluation in that directory")
  private boolean resume;

  @Option(
      names = "--system",
      paramLabel = "TEXT",
      description = "a system message put first; may be empty. Without it, the template decides")
  private @Nullable String system;

  @Option(names = "--dtype", defaultValue = "bfloat16", description = "${COMPLETION-CANDIDATES}")
  @SuppressWarnings("NullAway.Init")
  private ModelSpec.Dtype dtype;

  @Option(names = "--seed", defaultValue = "0", description = "decides what is sampled")
  private long seed;

  @Mixin private final JsonOption json = new JsonOption();

  @Mixin private final DetailsOption details = new DetailsOption();

  @ArgGroup(exclusive = false)
  private @Nullable PlanOptions planning;

  @Mixin private final SuiteOptions suites = new SuiteOptions();

  @Mixin private final SamplingOptions sampling = new SamplingOptions();

  @Mixin private final ChatTemplateOption template = new ChatTemplateOption();

  @Mixin private final DataOption data = new DataOption();

  @Mixin private final ServerOptions server = new ServerOptions();

  @Override
  public Integer call() {
    TerminalProgress progress = TerminalProgress.onStandardError();
    DataLocations locations = data.locations(System.getenv());
    sampling.check();
    template.kwargs();
    ModelStore store = ModelStore.ofEnvironment(progress);
    try (JudgeSession judges = new JudgeSession(store::resolve, System.getenv(), progress)) {
      if (planning != null) {
        return plan(planning, suites.plan(locations, this::law, judges::judge));
      }
      requireModel();
      String model = models.getFirst();
      Path folder = folder();
      SuitePlan plan = suites.plan(locations, this::law, judges::judge);
      plan.notes().forEach(progress::note);
      try (InterruptNote _ = InterruptNote.of(() -> tell(progress, folder))) {
        print(
            ServerUrl.isUrl(model)
                ? evaluateServed(plan, folder, progress)
                : evaluateLocal(store.resolve(model), plan, folder, progress),
            folder);
      }
    }
    return 0;
  }

  private static void tell(TerminalProgress progress, Path folder) {
    progress.note(
        Files.exists(folder.resolve("evaluation.json"))
            ? "stopped; what is finished is in %s. Go on with the same command and --resume."
                .formatted(folder)
            : "stopped before anything was measured.");
  }

  private int plan(PlanOptions options, SuitePlan plan) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(options.print(plan.planned(), sampling.samples(), json.given()));
    out.flush();
    return 0;
  }

  private void requireModel() {
    if (models.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Missing required option: '--model'. Only --plan needs none.");
    }
    List<String> here = models.stream().filter(one -> !ServerUrl.isUrl(one)).toList();
    if (models.size() > 1 && !here.isEmpty()) {
      throw new BadInputException(
          "--model: found %d, of which no server's address: %s. Several are replicas of one model behind servers, such as http://127.0.0.1:8000/v1; a model on this machine is named alone."
              .formatted(models.size(), String.join(", ", here)));
    }
  }

  private EvaluationResult evaluateLocal(
      Path directory, SuitePlan plan, Path folder, TerminalProgress progress) {
    if (!plan.judge().models().isEmpty()) {
      requireOther(plan.judge(), JudgeSession.identity(directory));
    }
    Path provenance = folder.resolve("provenance.json");
    ModelSpec named =
        new ModelSpec(models.getFirst(), dtype, Optional.ofNullable(system), template.settings())
            .at(resume ? TemplateTime.recorded(provenance) : Optional.empty());
    try (ModelSession session = ModelSession.open(directory, named, plan.conversations())) {
      MemoryBudget.ofThisMachine().require(plan.memoryNeed(session));
      EvaluationRun run = new EvaluationRun(directory, seed, sampling.samples(), "", folder);
      session.prompts().warnings().forEach(progress::warn);
      if (!resume && session.prompts().time().isPresent()) {
        run.writeProvenance(named, session, plan); // What is resumed is asked at the same time.
      }
      EvaluationResult result = new ModelEvaluation(session, plan.planned(), progress).run(run);
      run.writeProvenance(named, session, plan);
      return result;
    }
  }

  private EvaluationResult evaluateServed(SuitePlan plan, Path folder, TerminalProgress progress) {
    if (!template.settings().equals(TemplateSettings.of(template.kwargs()))) {
      throw new BadInputException(
          "--chat-template, --template-time: a server renders with the template that it was started"
              + " with; leave them out.");
    }
    ServedModel served =
        server.open(models, Optional.ofNullable(system), template.kwargs(), progress);
    for (ServerUrl url : served.urls()) {
      requireOther(plan.judge(), ModelIdentity.served(url, served.name()));
    }
    try {
      return new ServedEvaluation(served, plan, progress, server.unasked())
          .run(seed, sampling.samples(), folder);
    } catch (ServerException e) {
      if (Files.exists(folder.resolve("evaluation.json"))) {
        progress.note("What is finished is in " + folder + "; go on with --resume.");
      }
      throw e;
    }
  }

  private void requireOther(Judge judge, ModelIdentity underTest) {
    underTest.requireOtherThan(
        judge, suites.judgeIsModelUnderTest(), "--judge-is-model-under-test");
  }

  private Sampling law(int maxTokens) {
    return sampling.law(maxTokens);
  }

  private Path folder() {
    Path folder = out == null ? Path.of("evals", lastName()) : out;
    GivenPath.requireNoFile(folder);
    boolean begun = Files.exists(folder.resolve("evaluation.json"));
    if (begun && !resume) {
      throw new BadInputException(
          folder + ": holds an evaluation. Go on with --resume, or name another --out.");
    }
    if (!begun && resume) {
      throw new BadInputException(
          folder + ": holds no evaluation to resume; leave out --resume to start one.");
    }
    return folder;
  }

  /** The folder's name by default; that of a directory is its own, however it was written. */
  private String lastName() {
    String model = models.getFirst();
    Path named = Path.of(model);
    boolean directory = !ServerUrl.isUrl(model) && Files.isDirectory(named);
    Path last = (directory ? named.toAbsolutePath() : named).normalize().getFileName();
    String name = String.valueOf(last);
    if (last == null || name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new BadInputException(
          "--model: found '%s', which gives the evaluation no name; name a folder with --out."
              .formatted(model));
    }
    return name;
  }

  private void print(EvaluationResult result, Path folder) {
    PrintWriter out = spec.commandLine().getOut();
    if (json.given()) {
      out.print(read(folder.resolve("summary.json")));
    } else {
      out.print(EvaluationSummaryTable.print(result));
      out.print(UnansweredPrompts.print(result));
      if (details.given()) {
        printDetails(result, out);
      }
      out.println(
          "Everything is in " + folder + (details.given() ? "" : "; --details prints more."));
    }
    out.flush();
  }

  private static void printDetails(EvaluationResult result, PrintWriter out) {
    out.println();
    out.print(EvaluationTable.print(result));
    out.println(
        "n and rate: what was decided. The shares after it are of all completions: incoherent"
            + " ones are undecided, neither refused nor complied with.");
    out.println();
    out.print(EvaluationTable.printBounds(result));
    out.print(CapabilityTable.print(result));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
