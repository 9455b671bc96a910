package dev.belay.torch.generate;

import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Seeds;
import dev.belay.core.model.Tokenizer;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the tests of generation share: tiny models, ragged requests, a tokenizer of letters. */
final class Tiny {

  /** One letter a token: id 0 is {@code a}, 26 again. */
  static final Tokenizer LETTERS =
      new Tokenizer() {
        @Override
        public int[] encode(String text) {
          return text.chars().map(c -> c - 'a').toArray();
        }

        @Override
        public String decode(int[] tokenIds) {
          return IntStream.of(tokenIds)
              .mapToObj(id -> String.valueOf((char) ('a' + id % 26)))
              .collect(Collectors.joining());
        }

        @Override
        public String decodeWithSpecialTokens(int[] tokenIds) {
          return decode(tokenIds);
        }
      };

  private Tiny() {}

  static LanguageModel open(TinyModel model) {
    return LanguageModel.open(model.directory());
  }

  static RolloutEngine engine(LanguageModel model, ComputeType type, int rows, int threads) {
    RolloutOptions options = RolloutOptions.of(type).withMaxBatchRows(rows).withThreads(threads);
    return new RolloutEngine(model, LETTERS, List.of(), options);
  }

  /** Requests with prompts of 1 to 70 tokens, every third prompt asked for three times. */
  static List<GenerationRequest> raggedRequests(int count, int vocabularySize) {
    Random random = new Random(7);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; requests.size() < count; i++) {
      int[] prompt = random.ints(1 + random.nextInt(70), 0, vocabularySize).toArray();
      for (int member = 0; member < (i % 3 == 0 ? 3 : 1); member++) {
        requests.add(new GenerationRequest(prompt, Seeds.derive(5, "test", i, member)));
      }
    }
    return requests.subList(0, count);
  }

  /** All that a completion says, as values that compare. */
  static List<Object> content(Completion completion) {
    return List.of(
        IntStream.of(completion.tokenIds()).boxed().toList(),
        floats(completion.logProbs()),
        floats(completion.untemperedLogProbs()),
        completion.finishReason(),
        completion.text());
  }

  static List<List<Object>> contents(List<Completion> completions) {
    return completions.stream().map(Tiny::content).toList();
  }

  private static List<Float> floats(float[] values) {
    return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
  }
}
