package dev.belay.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.cli.option.ChatTemplateOption;
import dev.belay.core.chat.TemplateSettings;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.Seeds;
import dev.belay.core.recipe.ModelSpec;
import dev.belay.session.model.ModelSession;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.library.NativeLibraries;
import dev.belay.torch.model.LanguageModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code belay generate}: completions of prompts, in the order of the input. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = {
      "Completes prompts: one as an argument, or a JSON Lines file of {\"id\", \"prompt\" |"
          + " \"messages\", \"tools\", \"documents\", \"chat_template_kwargs\"}. Writes a JSON line"
          + " a prompt."
    })
final class GenerateCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Option(names = "--model", required = true, description = "a name, a directory or a .gguf")
  @SuppressWarnings("NullAway.Init")
  private String model;

  @Parameters(paramLabel = "PROMPT", arity = "0..1", description = "the prompt, without --input")
  private @Nullable String prompt;

  @Option(names = "--input", paramLabel = "FILE", description = "prompts as JSON Lines")
  private @Nullable Path input;

  @Option(names = "--max-tokens", defaultValue = "128", description = "longest completion")
  private int maxTokens;

  @Option(names = "--temperature", defaultValue = "0", description = "0 is greedy")
  private double temperature;

  @Option(names = "--top-p", defaultValue = "1", description = "mass of likely tokens to keep")
  private double topP;

  @Option(names = "--seed", defaultValue = "0", description = "decides what is sampled")
  private long seed;

  @Option(names = "--dtype", defaultValue = "bfloat16", description = "${COMPLETION-CANDIDATES}")
  @SuppressWarnings("NullAway.Init")
  private ModelSpec.Dtype dtype;

  @Option(
      names = "--system",
      paramLabel = "TEXT",
      description = "a system message put first; may be empty")
  private @Nullable String system;

  @Mixin private final ChatTemplateOption template = new ChatTemplateOption();

  @Option(
      names = "--raw",
      description =
          "no chat template: the text itself, after what the tokenizer begins every text with")
  private boolean raw;

  @Option(names = "--logprobs", description = "adds the model's own log-prob of each token")
  private boolean logProbs;

  @Override
  public Integer call() {
    Sampling sampling = sampling();
    List<PromptLines.PromptLine> lines = lines();
    NativeLibraries.loadInBackground(); // While files are read and the tokenizer is made.
    Path directory = ModelStore.ofEnvironment(TerminalProgress.onStandardError()).resolve(model);
    try (LanguageModel opened = LanguageModel.open(directory)) {
      PromptEncoding prompts = encoding(opened, lines);
      List<Completion> completions = complete(opened, prompts, sampling);
      PrintWriter out = spec.commandLine().getOut();
      for (int i = 0; i < completions.size(); i++) {
        out.println(Json.line(json(lines.get(i).id(), completions.get(i))));
      }
      out.flush();
    }
    return 0;
  }

  private PromptEncoding encoding(LanguageModel opened, List<PromptLines.PromptLine> lines) {
    if (!raw) {
      return PromptEncoding.chat(opened, Optional.ofNullable(system), template.settings(), lines);
    }
    if (system != null || !template.settings().equals(TemplateSettings.PLAIN)) {
      throw new BadInputException(
          "--raw uses no chat template, and so neither --system nor an option of the template; give"
              + " one or the other.");
    }
    return PromptEncoding.raw(opened, lines);
  }

  private Sampling sampling() {
    try {
      return new Sampling(temperature, 0, topP, 0, maxTokens, List.of());
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--" + String.valueOf(e.getMessage()).replace('_', '-'), e);
    }
  }

  private List<PromptLines.PromptLine> lines() {
    if ((prompt == null) == (input == null)) {
      throw new BadInputException("give either a prompt as an argument or a file with --input.");
    }
    return input == null
        ? List.of(PromptLines.PromptLine.ofText("0", String.valueOf(prompt)))
        : PromptLines.read(input);
  }

  private List<Completion> complete(
      LanguageModel opened, PromptEncoding encoded, Sampling sampling) {
    List<int[]> prompts = encoded.prompts();
    List<GenerationRequest> requests = new ArrayList<>(prompts.size());
    for (int i = 0; i < prompts.size(); i++) {
      requests.add(new GenerationRequest(prompts.get(i), Seeds.derive(seed, "generate", i)));
    }
    TerminalProgress progress = TerminalProgress.onStandardError();
    encoded.warnings().forEach(progress::warn);
    progress.start("generating", requests.size());
    try (var engine = ModelSession.engine(opened, encoded.endIds(), dtype)) {
      List<Completion> completions =
          engine.generate(requests, sampling, done -> progress.update(done, ""));
      progress.finish(completions.size() + " completions");
      return completions;
    }
  }

  private ObjectNode json(String id, Completion completion) {
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.put("id", id);
    line.put("completion", completion.text());
    for (int token : completion.tokenIds()) {
      line.withArray("token_ids").add(token);
    }
    line.put("finish_reason", completion.finishReason().name().toLowerCase(Locale.ROOT));
    if (logProbs) {
      for (float logProb : completion.untemperedLogProbs()) {
        line.withArray("logprobs").add(logProb);
      }
    }
    return line;
  }
}
