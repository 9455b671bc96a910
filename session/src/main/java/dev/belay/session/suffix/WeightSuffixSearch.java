package dev.belay.session.suffix;

import dev.belay.core.model.Tokenizer;
import dev.belay.safety.attack.FoundSuffix;
import dev.belay.safety.attack.SuffixGoal;
import dev.belay.safety.attack.SuffixSearch;
import dev.belay.session.model.ChatPrompts;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.MemoryNeed;
import dev.belay.torch.suffix.GreedyCoordinateGradient;
import dev.belay.torch.suffix.SearchBudget;
import dev.belay.torch.suffix.SearchResult;
import dev.belay.torch.suffix.SearchSpace;
import dev.belay.torch.suffix.SuffixPlace;
import dev.belay.torch.tensor.ComputeType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Greedy coordinate gradient on a model's weights, which are opened when first needed. Suffixes are
 * of printable ASCII, as in the paper.
 */
public final class WeightSuffixSearch implements SuffixSearch, AutoCloseable {

  /** Tokens of prompt, suffix and target that the estimate of memory reckons with. */
  private static final int SEQUENCE_TOKENS = 512;

  private final Path weights;
  private final ChatPrompts prompts;
  private final ComputeType type;
  private @Nullable Opened opened;

  /** What is open while searches run. */
  private record Opened(
      LanguageModel model, Decoder decoder, GreedyCoordinateGradient search, BitSet tokens) {}

  /**
   * A search; nothing is opened yet.
   *
   * @param weights the model's directory
   * @param prompts how the model under test is asked
   * @param type that the weights are computed in
   */
  public WeightSuffixSearch(Path weights, ChatPrompts prompts, ComputeType type) {
    this.weights = weights;
    this.prompts = prompts;
    this.type = type;
  }

  /** Memory that a search takes beside the engine. */
  public static MemoryNeed need(DecoderConfig config, ComputeType type) {
    return MemoryNeed.suffixSearch(
        config, type, GreedyCoordinateGradient.ROWS + SEQUENCE_TOKENS, SEQUENCE_TOKENS);
  }

  @Override
  public FoundSuffix find(SuffixGoal goal, long seed, IntConsumer onStep) {
    Opened open = open();
    Tokenizer tokenizer = open.model().tokenizer();
    SuffixFrame frame =
        SuffixFrame.of(goal.request(), prompts::prompt, tokenizer, goal.budget().suffixTokens());
    SearchResult found =
        open.search()
            .search(
                new SuffixPlace(
                    frame.before(),
                    frame.after(),
                    prompts.beginning(goal.request(), goal.target())),
                frame.start(),
                new SearchSpace(open.tokens(), frame::survives),
                new SearchBudget(
                    goal.budget().steps(), goal.budget().candidates(), goal.budget().topK()),
                seed,
                onStep);
    return new FoundSuffix(
        frame.text(found.suffix()).orElseThrow(),
        Arrays.stream(found.suffix()).boxed().toList(),
        found.lossBefore(),
        found.loss(),
        found.reachedTarget(),
        found.steps(),
        found.candidates(),
        found.forwardTokens());
  }

  private Opened open() {
    Opened now = opened;
    if (now == null) {
      LanguageModel model = LanguageModel.open(weights);
      Decoder decoder = Decoder.frozen(model, type);
      now =
          new Opened(
              model,
              decoder,
              new GreedyCoordinateGradient(decoder),
              printable(model.tokenizer(), model.config().vocabularySize()));
      opened = now;
    }
    return now;
  }

  /** Tokens of printable ASCII that are not special. */
  static BitSet printable(Tokenizer tokenizer, int vocabulary) {
    BitSet tokens = new BitSet();
    for (int token = 0; token < vocabulary; token++) {
      int[] alone = {token};
      String text = tokenizer.decode(alone);
      boolean printable = text.chars().allMatch(c -> c >= ' ' && c <= '~');
      tokens.set(token, printable && !text.isBlank());
    }
    return tokens;
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.search().close();
      opened.decoder().close();
      opened.model().close();
      opened = null;
    }
  }
}
