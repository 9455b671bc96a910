package dev.belay.torch.model;

import dev.belay.core.chat.ChatTemplate;
import dev.belay.core.chat.ChatTemplateKwargs;
import dev.belay.core.error.BadInputException;
import dev.belay.torch.chat.ChatTemplates;
import dev.belay.torch.chat.TemplateCheck;
import dev.belay.torch.chat.TurnEnd;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.tokenizer.HuggingFaceTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedSet;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A model in a Hugging Face directory: shape, memory-mapped weights, tokenizer, chat template.
 * Opening it checks everything but reads no weight; safe to share between threads.
 */
public final class LanguageModel implements WeightSource, AutoCloseable {

  private static final String TOKENIZER = "tokenizer.json";

  private final Path directory;
  private final Path texts;
  private final DecoderConfig config;
  private final WeightFiles weights;
  private final @Nullable AdapterFiles adapter;
  private final WeightSource base;
  private final Map<String, String> specialTokens;
  private final ChatTemplates chatTemplates;
  private final SequencedSet<Integer> declaredEnds;
  private @Nullable SequencedSet<Integer> ends;
  private @Nullable HuggingFaceTokenizer tokenizer;

  /**
   * @param base directory of the weights, which may be another than that of their adapter
   */
  private LanguageModel(
      Path directory,
      Path base,
      DecoderConfig config,
      WeightFiles weights,
      @Nullable AdapterFiles adapter) {
    this.directory = directory;
    this.texts = Files.isRegularFile(directory.resolve(TOKENIZER)) ? directory : base;
    this.config = config;
    this.weights = weights;
    this.adapter = adapter;
    this.base = adapter == null ? this : new Base();
    ModelTexts found = new ModelTexts(texts);
    this.specialTokens = found.specialTokens();
    this.chatTemplates = found.chatTemplates();
    this.declaredEnds = new ModelTexts(base).eosTokenIds(config.vocabularySize());
  }

  /**
   * Opens a directory with {@code config.json} and {@code model.safetensors} or its shards, or with
   * an adapter as PEFT writes it, whose base is opened too. The tokenizer is read when first asked
   * for; it is the base's where the adapter's directory has none.
   *
   * @throws BadInputException if it is not a directory, a file is missing or broken, the
   *     architecture is not supported, or the weights do not fit it
   */
  public static LanguageModel open(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new BadInputException(
          "%s: %s. A model is a directory with config.json, model.safetensors and tokenizer.json."
              .formatted(
                  directory, Files.exists(directory) ? "is not a directory" : "no such directory"));
    }
    return AdapterDirectory.is(directory)
        ? open(directory, AdapterDirectory.base(directory))
        : open(directory, directory);
  }

  /**
   * Opens an adapter beside a base of the caller's choice.
   *
   * @param adapter a directory as PEFT writes it
   * @param base the model's directory
   * @throws BadInputException as {@link #open(Path)}, and if the adapter does not fit the base
   */
  public static LanguageModel openAdapter(Path adapter, Path base) {
    return open(adapter, base);
  }

  private static LanguageModel open(Path directory, Path base) {
    DecoderConfig config = DecoderConfigReader.read(base.resolve("config.json"));
    WeightFiles weights = WeightFiles.open(base);
    AdapterFiles beside = null;
    try {
      weights.check(config);
      beside = directory.equals(base) ? null : AdapterFiles.open(directory, config);
      return new LanguageModel(directory, base, config, weights, beside);
    } catch (RuntimeException e) {
      if (beside != null) {
        beside.close();
      }
      weights.close();
      throw e;
    }
  }

  /** Where the model was opened. */
  public Path directory() {
    return directory;
  }

  /** Where its tokenizer and template are. */
  public Path textDirectory() {
    return texts;
  }

  @Override
  public DecoderConfig config() {
    return config;
  }

  /** {@inheritDoc} The memory is a file's, mapped read-only: writing to it ends the process. */
  @Override
  public Tensor weight(String name) {
    Tensor weight = weights.tensor(name);
    return adapter(name).map(low -> low.addedTo(weight)).orElse(weight);
  }

  @Override
  public WeightSource base() {
    return base;
  }

  @Override
  public Optional<LowRank> adapter(String name) {
    return adapter == null ? Optional.empty() : adapter.adapter(name);
  }

  /** The weights of the files, beside which the adapter stands. */
  private final class Base implements WeightSource {
    @Override
    public DecoderConfig config() {
      return config;
    }

    @Override
    public Tensor weight(String name) {
      return weights.tensor(name);
    }

    @Override
    public boolean isFixed() {
      return true;
    }
  }

  @Override
  public boolean isFixed() {
    return true;
  }

  /**
   * The model's tokenizer, read when first asked for; closed with the model.
   *
   * @throws BadInputException if {@code tokenizer.json} is missing or cannot be read
   */
  public synchronized HuggingFaceTokenizer tokenizer() {
    if (tokenizer == null) {
      tokenizer = HuggingFaceTokenizer.open(texts.resolve(TOKENIZER), config.vocabularySize());
    }
    return tokenizer;
  }

  /** The Jinja template that turns messages into a prompt; empty when the model has none. */
  public Optional<String> chatTemplate() {
    return chatTemplates.select(Optional.empty(), false);
  }

  /** All its templates, by name; maybe none. */
  public ChatTemplates chatTemplates() {
    return chatTemplates;
  }

  /**
   * Ids that end a completion: those of {@code generation_config.json}, then {@code config.json}'s,
   * the tokenizer's {@code eos_token}, and what the chat template ends a turn of the assistant
   * with, whether or not the other files name it. May be empty.
   */
  public synchronized SequencedSet<Integer> eosTokenIds() {
    SequencedSet<Integer> known = ends;
    if (known == null) {
      known = new LinkedHashSet<>(declaredEnds);
      if (Files.isRegularFile(texts.resolve(TOKENIZER))) {
        namedEnd().ifPresent(known::add);
        known.addAll(templateEnd(known));
      }
      known = Collections.unmodifiableSequencedSet(known);
      ends = known;
    }
    return known;
  }

  /** The id of the token that the tokenizer's files call {@code eos_token}. */
  public OptionalInt namedEnd() {
    String token = specialTokens.getOrDefault("eos_token", "");
    return token.isEmpty() ? OptionalInt.empty() : tokenizer().id(token);
  }

  private List<Integer> templateEnd(Collection<Integer> known) {
    try {
      return chatTemplate().stream()
          .map(ChatTemplate::compile)
          .map(template -> turnEnd(template, known))
          .flatMapToInt(end -> end.token().stream())
          .boxed()
          .toList();
    } catch (BadInputException e) {
      return List.of(); // Whoever renders with the template hears what is wrong with it.
    }
  }

  private TurnEnd turnEnd(ChatTemplate template, Collection<Integer> known) {
    return TurnEnd.of(template, specialTokens, ChatTemplateKwargs.NONE, tokenizer(), known);
  }

  /**
   * What is odd about tokenizer and chat template together, in words; most often nothing.
   *
   * @throws BadInputException if one of them cannot be read
   */
  public List<String> warnings() {
    Optional<ChatTemplate> template = chatTemplate().map(ChatTemplate::compile);
    boolean readsText = Files.isRegularFile(texts.resolve(TOKENIZER));
    if (template.isEmpty() || !readsText || eosTokenIds().isEmpty()) {
      return List.of();
    }
    return TemplateCheck.warnings(
        directory.toString(),
        template.get(),
        specialTokens,
        tokenizer(),
        turnEnd(template.get(), eosTokenIds()),
        eosTokenIds().getFirst());
  }

  /** Special tokens as text, by their keys in the tokenizer's files: {@code bos_token}… */
  public Map<String, String> specialTokens() {
    return specialTokens;
  }

  /** The files that hold the weights, in order of name, and last the adapter's. */
  public List<Path> weightFiles() {
    List<Path> files = new ArrayList<>();
    weights.files().forEach(file -> files.add(file.path()));
    if (adapter != null) {
      files.add(adapter.path());
    }
    return List.copyOf(files);
  }

  /** Types that the model's weights are stored in, most often one. */
  public List<ElementType> weightTypes() {
    return WeightShape.all(config).stream()
        .map(weight -> weights.type(weight.name()))
        .distinct()
        .sorted()
        .toList();
  }

  /** Frees the weights and the tokenizer; tensors handed out must not be used afterwards. */
  @Override
  public synchronized void close() {
    if (tokenizer != null) {
      tokenizer.close();
      tokenizer = null;
    }
    if (adapter != null) {
      adapter.close();
    }
    weights.close();
  }
}
