package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.DecoderFamily;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NonFiniteException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RolloutEngineTest {

  private static final RolloutOptions OPTIONS = RolloutOptions.of(ComputeType.FLOAT32);
  private static final List<TinyModel.Sequence> GOLDENS = TinyModel.LLAMA.goldens().sequences();

  private final LanguageModel model = Tiny.open(TinyModel.LLAMA);

  @AfterEach
  void close() {
    model.close();
  }

  private RolloutEngine engine(Collection<Integer> eos, RolloutOptions options) {
    return new RolloutEngine(model, model.tokenizer(), eos, options);
  }

  private static GenerationRequest golden(int index, long seed) {
    TinyModel.Sequence sequence = GOLDENS.get(index);
    return new GenerationRequest(Arrays.copyOf(sequence.tokenIds(), sequence.promptLength()), seed);
  }

  private static List<GenerationRequest> goldens() {
    return IntStream.range(0, GOLDENS.size()).mapToObj(i -> golden(i, 0)).toList();
  }

  @Test
  void greedyCompletionsAreThoseOfTransformers() {
    try (RolloutEngine engine = engine(List.of(), OPTIONS)) {
      List<Completion> completions = engine.generate(goldens(), Sampling.greedy(24));

      assertThat(completions.stream().map(Completion::tokenIds))
          .containsExactlyElementsOf(GOLDENS.stream().map(TinyModel.Sequence::greedy).toList());
      assertThat(completions)
          .allSatisfy(c -> assertThat(c.finishReason()).isEqualTo(FinishReason.LENGTH))
          .allSatisfy(c -> assertThat(c.logProbs()).containsOnly(0f))
          .allSatisfy(c -> assertThat(c.text()).isEqualTo(model.tokenizer().decode(c.tokenIds())));
    }
  }

  @Test
  void anyEosIdEndsACompletionAndIsItsLastToken() {
    int first = GOLDENS.get(0).greedy()[9];
    int second = GOLDENS.get(1).greedy()[4];
    try (RolloutEngine engine = engine(List.of(first, second), OPTIONS)) {
      List<Completion> completions = engine.generate(goldens(), Sampling.greedy(24));

      for (int i = 0; i < 3; i++) {
        int[] greedy = GOLDENS.get(i).greedy();
        int end = 0;
        while (end < 24 && greedy[end] != first && greedy[end] != second) {
          end++;
        }
        Completion completion = completions.get(i);
        assertThat(completion.tokenIds()).isEqualTo(Arrays.copyOf(greedy, Math.min(end + 1, 24)));
        assertThat(completion.finishReason())
            .isEqualTo(end < 24 ? FinishReason.EOS : FinishReason.LENGTH);
        assertThat(completion.text())
            .isEqualTo(model.tokenizer().decode(Arrays.copyOf(greedy, end)));
      }
      assertThat(completions.get(1).finishReason()).isEqualTo(FinishReason.EOS);
    }
  }

  @Test
  void stopStringSplitOverTokensEndsACompletion() {
    int[] greedy = GOLDENS.getFirst().greedy();
    String seventh = model.tokenizer().decode(Arrays.copyOf(greedy, 7));
    String eighth = model.tokenizer().decode(Arrays.copyOf(greedy, 8));
    // From inside the seventh token's text to inside the eighth's.
    String stop = eighth.substring(seventh.length() - 1, seventh.length() + 1);
    int at = eighth.indexOf(stop);
    Sampling sampling = new Sampling(0, 0, 1, 0, 24, List.of("never seen", stop));
    try (RolloutEngine engine = engine(List.of(), OPTIONS)) {
      Completion completion = engine.generate(List.of(golden(0, 0)), sampling).getFirst();

      assertThat(at).isEqualTo(seventh.length() - 1);
      assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
      assertThat(completion.text()).isEqualTo(eighth.substring(0, at));
      assertThat(completion.tokenIds()).isEqualTo(Arrays.copyOf(greedy, 8));
    }
  }

  @Test
  void completionEndsWithTheContext() {
    int context = model.config().maxPositions();
    GenerationRequest request = new GenerationRequest(new int[context - 3], 1);
    try (RolloutEngine engine = engine(List.of(), OPTIONS)) {
      Completion completion =
          engine.generate(List.of(request), Sampling.atTemperature(1, 50)).getFirst();

      assertThat(completion.length()).isEqualTo(3);
      assertThat(completion.finishReason()).isEqualTo(FinishReason.LENGTH);
    }
  }

  @Test
  void promptsThatCannotBeServedAreRefusedTogether() {
    int context = model.config().maxPositions();
    List<GenerationRequest> requests =
        List.of(
            golden(0, 0),
            new GenerationRequest(new int[context], 0),
            new GenerationRequest(new int[] {5, 512}, 0));
    try (RolloutEngine engine = engine(List.of(), OPTIONS)) {
      assertThatThrownBy(() -> engine.generate(requests, Sampling.greedy(4)))
          .isInstanceOfSatisfying(
              BadInputException.class,
              e ->
                  assertThat(e.issues())
                      .hasSize(2)
                      .satisfiesExactly(
                          issue -> assertThat(issue).contains("request 1", "512 tokens", "of 512"),
                          issue -> assertThat(issue).contains("request 2", "is 512", "0 to 511")));
    }
  }

  @Test
  void tooLittleMemoryIsSaidBeforehand() {
    RolloutOptions options = OPTIONS.withMaxCacheBytes(100_000);
    try (RolloutEngine engine = engine(List.of(), options)) {
      assertThatThrownBy(() -> engine.generate(goldens(), Sampling.greedy(400)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("412 positions")
          .hasMessageContaining("MiB of key-value cache");
    }
  }

  @Test
  void aModelThatDoesNotFitIsRefusedBeforeAWeightIsRead() {
    DecoderConfig huge =
        DecoderConfig.builder(DecoderFamily.LLAMA)
            .vocabularySize(100_000)
            .hiddenSize(65_536)
            .intermediateSize(262_144)
            .layers(1000)
            .heads(64, 8, 1024)
            .maxPositions(512)
            .rmsNormEps(1e-5)
            .ropeTheta(1e4)
            .tiedEmbeddings(true)
            .build();
    WeightSource source =
        new WeightSource() {
          @Override
          public DecoderConfig config() {
            return huge;
          }

          @Override
          public Tensor weight(String name) {
            throw new AssertionError(name + " was read");
          }
        };
    assertThatThrownBy(() -> new RolloutEngine(source, model.tokenizer(), List.of(), OPTIONS))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("too little memory for inference")
        .hasMessageContaining("packed weights");
  }

  @Test
  void littleMemoryMakesTheBatchSmallerAndChangesNothing() {
    List<GenerationRequest> requests = Tiny.raggedRequests(20, 512);
    Sampling sampling = Sampling.atTemperature(1, 40);
    try (RolloutEngine roomy = engine(List.of(), OPTIONS);
        RolloutEngine narrow = engine(List.of(), OPTIONS.withMaxCacheBytes(120_000))) {
      assertThat(Tiny.contents(narrow.generate(requests, sampling)))
          .isEqualTo(Tiny.contents(roomy.generate(requests, sampling)));
    }
  }

  @Test
  void seedsDecide() {
    List<GenerationRequest> requests = List.of(golden(0, 1), golden(0, 2), golden(0, 1));
    try (RolloutEngine engine = engine(List.of(), OPTIONS)) {
      List<Completion> completions = engine.generate(requests, Sampling.atTemperature(1, 30));

      assertThat(completions.get(0).tokenIds()).isEqualTo(completions.get(2).tokenIds());
      assertThat(completions.get(0).tokenIds()).isNotEqualTo(completions.get(1).tokenIds());
    }
  }

  @Test
  void progressCountsToTheNumberOfRequests() {
    List<Integer> counts = Collections.synchronizedList(new ArrayList<>());
    try (RolloutEngine engine = engine(List.of(), OPTIONS.withMaxBatchRows(4))) {
      engine.generate(Tiny.raggedRequests(9, 512), Sampling.greedy(3), counts::add);

      assertThat(counts).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
      assertThat(engine.generate(List.of(), Sampling.greedy(3))).isEmpty();
    }
  }

  @Test
  void interruptEndsTheCallAndTheEngineStaysUsable() {
    int context = model.config().maxPositions();
    List<GenerationRequest> requests = new ArrayList<>(goldens());
    requests.add(new GenerationRequest(new int[context - 2], 0)); // Finishes after two tokens.
    List<Integer> counts = Collections.synchronizedList(new ArrayList<>());
    Thread caller = Thread.currentThread();
    try (RolloutEngine engine = engine(List.of(), OPTIONS)) {
      assertThatThrownBy(
              () ->
                  engine.generate(
                      requests,
                      Sampling.greedy(400),
                      finished -> {
                        counts.add(finished);
                        caller.interrupt();
                      }))
          .isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(counts).containsExactly(1);
      assertThat(engine.generate(goldens(), Sampling.greedy(24)).getFirst().tokenIds())
          .isEqualTo(GOLDENS.getFirst().greedy());
    }
  }

  @Test
  void failureOfTheProgressReachesTheCaller() {
    try (RolloutEngine engine = engine(List.of(), OPTIONS)) {
      assertThatThrownBy(
              () ->
                  engine.generate(
                      goldens(),
                      Sampling.greedy(2),
                      finished -> {
                        throw new IllegalStateException("no terminal");
                      }))
          .hasMessage("no terminal");
      assertThat(engine.generate(goldens(), Sampling.greedy(2))).hasSize(3);
    }
  }

  @Test
  void reloadTakesOverNewWeights() {
    try (RolloutEngine engine = engine(List.of(), OPTIONS)) {
      engine.reload(scaled(-1));
      List<Completion> other = engine.generate(goldens(), Sampling.greedy(24));
      engine.reload(model);
      List<Completion> again = engine.generate(goldens(), Sampling.greedy(24));

      assertThat(other.getFirst().tokenIds()).isNotEqualTo(GOLDENS.getFirst().greedy());
      assertThat(again.getFirst().tokenIds()).isEqualTo(GOLDENS.getFirst().greedy());
    }
  }

  @Test
  void weightsThatAreNotNumbersAreAnError() {
    try (RolloutEngine engine = engine(List.of(), OPTIONS)) {
      engine.reload(scaled(Float.NaN));
      assertThatThrownBy(() -> engine.generate(goldens(), Sampling.greedy(2)))
          .isInstanceOf(NonFiniteException.class)
          .hasMessageContaining("NaN");
    }
  }

  @Test
  void closedEngineRefuses() {
    RolloutEngine engine = engine(List.of(), OPTIONS);
    engine.close();
    engine.close();

    assertThatThrownBy(() -> engine.generate(goldens(), Sampling.greedy(2)))
        .isInstanceOf(IllegalStateException.class);
  }

  /** The model with its last norm multiplied. */
  private WeightSource scaled(float factor) {
    return new WeightSource() {
      @Override
      public DecoderConfig config() {
        return model.config();
      }

      @Override
      public Tensor weight(String name) {
        Tensor weight = model.weight(name);
        return name.equals("model.norm.weight") ? weight.mul(new Scalar(factor)) : weight;
      }
    };
  }
}
