package dev.belay.torch.suffix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.testkit.TinyModel;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class GreedyCoordinateGradientTest {
  private static final SuffixPlace PLACE =
      new SuffixPlace(new int[] {11, 40, 7}, new int[] {90, 91}, new int[] {17, 60, 33, 8});
  private static final int[] START = {20, 21, 22, 23, 24, 25};
  private static final SearchBudget BUDGET = new SearchBudget(12, 16, 32);

  private static SearchSpace space(Predicate<int[]> survives) {
    BitSet tokens = new BitSet();
    tokens.set(10, 300);
    return new SearchSpace(tokens, survives);
  }

  private interface Task {
    void run(Decoder decoder);
  }

  private static void withTiny(ComputeType type, Task task) {
    try (LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory());
        Decoder decoder = Decoder.frozen(model, type)) {
      task.run(decoder);
    }
  }

  private static SearchResult search(Decoder decoder, long seed) {
    try (GreedyCoordinateGradient gcg = new GreedyCoordinateGradient(decoder)) {
      return gcg.search(PLACE, START, space(suffix -> true), BUDGET, seed, step -> {});
    }
  }

  @Test
  void packedCandidatesHaveTheLossOfEachAlone() {
    withTiny(
        ComputeType.FLOAT32,
        decoder -> {
          List<Candidate> candidates =
              List.of(
                  new Candidate(0, 100),
                  new Candidate(5, 101),
                  new Candidate(2, 102),
                  new Candidate(2, START[2]));
          try (TargetLoss loss = new TargetLoss(decoder);
              TensorScope _ = new TensorScope()) {
            double[] packed = loss.of(PLACE, START, candidates);
            for (int c = 0; c < packed.length; c++) {
              double alone = loss.slope(PLACE, candidates.get(c).in(START)).loss();
              assertThat(packed[c]).as("candidate " + c).isCloseTo(alone, within(1e-5));
            }
            assertThat(packed[0]).isNotCloseTo(packed[3], within(1e-4));
          }
        });
  }

  /** The weights of an own-headed model, of which one row of the embedding can be moved. */
  private record Movable(LanguageModel model, Tensor embedding) implements WeightSource {
    @Override
    public DecoderConfig config() {
      return model.config();
    }

    @Override
    public Tensor weight(String name) {
      return name.equals("model.embed_tokens.weight") ? embedding : model.weight(name);
    }

    /** Adds {@code step} times row {@code direction} to row {@code token}. */
    void move(int token, int direction, float step) {
      int width = model.config().hiddenSize();
      long table = NativeMemory.address(embedding);
      for (int i = 0; i < width; i++) {
        long at = table + ((long) token * width + i) * 4;
        float other = NativeMemory.getFloat(table + ((long) direction * width + i) * 4);
        NativeMemory.setFloat(at, NativeMemory.getFloat(at) + step * other);
      }
    }
  }

  @Test
  void gradientIsTheSlopeByTheOneHotTokens() {
    try (TensorScope _ = new TensorScope();
        LanguageModel model = LanguageModel.open(TinyModel.LLAMA_UNTIED.directory())) {
      Tensor embedding = model.weight("model.embed_tokens.weight").to(ScalarType.Float).clone();
      Movable source = new Movable(model, embedding);
      try (Decoder decoder = Decoder.frozen(source, ComputeType.FLOAT32);
          TargetLoss loss = new TargetLoss(decoder)) {
        Tensor gradient = loss.slope(PLACE, START).gradient();
        for (int position : new int[] {0, 3, 5}) {
          for (int token : new int[] {100, 200, 301}) {
            double expected = gradient.select(0, position).select(0, token).item_double();
            // The loss bends: at ten times the step the slopes differ by a twentieth.
            double rise = rise(source, loss, START[position], token, 0.002f);
            assertThat(rise / 0.004)
                .as(position + " " + token)
                .isCloseTo(expected, within(1e-3 * Math.max(1, Math.abs(expected))));
          }
        }
      }
    }
  }

  /** The loss a step up along a token's embedding, less that a step down. */
  private static double rise(
      Movable source, TargetLoss loss, int token, int direction, float step) {
    source.move(token, direction, step);
    double up = loss.slope(PLACE, START).loss();
    source.move(token, direction, -2 * step);
    double down = loss.slope(PLACE, START).loss();
    source.move(token, direction, step);
    return up - down;
  }

  @Test
  void lowersTheLossAndTheSameSeedGivesTheSame() {
    for (ComputeType type : ComputeType.values()) {
      withTiny(
          type,
          decoder -> {
            SearchResult found = search(decoder, 5);
            assertThat(found.loss()).isLessThan(found.lossBefore() - 0.05);
            assertThat(found.steps()).isEqualTo(12);
            assertThat(found.candidates()).isEqualTo(12 * 16);
            assertThat(found.suffix()).hasSize(6).isNotEqualTo(START);
            assertThat(search(decoder, 5)).usingRecursiveComparison().isEqualTo(found);
            assertThat(search(decoder, 6).suffix()).isNotEqualTo(found.suffix());
          });
    }
  }

  @Test
  void staysAmongTheAllowedTokensAndWhatSurvives() {
    withTiny(
        ComputeType.FLOAT32,
        decoder -> {
          List<Integer> steps = new ArrayList<>();
          try (GreedyCoordinateGradient gcg = new GreedyCoordinateGradient(decoder)) {
            SearchResult found =
                gcg.search(
                    PLACE,
                    START,
                    space(suffix -> suffix[0] == 20 && Arrays.stream(suffix).sum() % 2 == 1),
                    BUDGET,
                    1,
                    steps::add);
            assertThat(found.suffix()[0]).isEqualTo(20);
            assertThat(Arrays.stream(found.suffix()).sum() % 2).isEqualTo(1);
            assertThat(Arrays.stream(found.suffix())).allMatch(token -> token >= 10 && token < 300);
            assertThat(steps).hasSize(12).last().isEqualTo(12);
            SearchResult stuck =
                gcg.search(PLACE, START, space(suffix -> false), BUDGET, 1, step -> {});
            assertThat(stuck.suffix()).isEqualTo(START);
            assertThat(stuck.steps()).isZero();
            assertThat(stuck.loss()).isEqualTo(stuck.lossBefore());
          }
        });
  }

  @Test
  void endsWhenTheTargetIsGreedy() {
    TinyModel.Sequence sequence = TinyModel.LLAMA.goldens().sequences().getFirst();
    int[] prompt = Arrays.copyOf(sequence.tokenIds(), sequence.promptLength());
    int[] start = Arrays.copyOfRange(prompt, 1, 3);
    SuffixPlace place =
        new SuffixPlace(
            new int[] {prompt[0]},
            Arrays.copyOfRange(prompt, 3, prompt.length),
            Arrays.copyOf(sequence.greedy(), 3));
    withTiny(
        ComputeType.FLOAT32,
        decoder -> {
          try (GreedyCoordinateGradient gcg = new GreedyCoordinateGradient(decoder)) {
            SearchResult found =
                gcg.search(place, start, space(suffix -> true), BUDGET, 1, step -> {});
            assertThat(found.reachedTarget()).isTrue();
            assertThat(found.steps()).isZero();
            assertThat(found.suffix()).isEqualTo(start);
          }
        });
  }

  @Test
  void tokensAreCounted() {
    SuffixPlace place = new SuffixPlace(new int[] {1, 2, 3}, new int[] {4, 5}, new int[] {6, 7});
    withTiny(
        ComputeType.FLOAT32,
        decoder -> {
          try (GreedyCoordinateGradient gcg = new GreedyCoordinateGradient(decoder)) {
            SearchResult found =
                gcg.search(
                    place,
                    new int[] {20},
                    space(suffix -> true),
                    new SearchBudget(1, 4, 50),
                    1,
                    step -> {});
            // Shared 3 + 1; behind the suffix 2 + 1; one sequence is 7. First loss 4 + 4, gradient
            // 7, four candidates 4 + 4 · 4, greedy at the end 7.
            assertThat(found.reachedTarget()).isFalse();
            assertThat(found.candidates()).isEqualTo(4);
            assertThat(found.forwardTokens()).isEqualTo(8 + 7 + 20 + 7);
          }
        });
  }
}
