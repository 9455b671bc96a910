package dev.belay.safety.eval;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.model.ChatCompletion;
import dev.belay.core.model.ChatModel;
import dev.belay.core.model.ChatPrompt;
import dev.belay.core.model.ChatRequest;
import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.TextGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * A model in this process: conversations are encoded here, and token ids go to the engine.
 *
 * @param generator the engine
 * @param encoder chat template, system prompt and tokenizer
 */
record EncodedChatModel(TextGenerator generator, PromptEncoder encoder) implements ChatModel {

  @Override
  public ChatPrompt prepare(ChatInput input) {
    return ChatPrompt.ofTokens(input, encoder.encode(input));
  }

  @Override
  public List<ChatCompletion> complete(
      List<ChatRequest> requests, Sampling sampling, IntConsumer onFinished) {
    List<GenerationRequest> encoded =
        requests.stream()
            .map(request -> new GenerationRequest(request.prompt().tokenIds(), request.seed()))
            .toList();
    List<Completion> completions = generator.generate(encoded, sampling, onFinished);
    List<ChatCompletion> answers = new ArrayList<>();
    for (int i = 0; i < completions.size(); i++) {
      answers.add(ChatCompletion.of(completions.get(i), encoded.get(i).promptTokenIds().length));
    }
    return answers;
  }

  @Override
  public Optional<String> opensReasoning() {
    return encoder.opensReasoning();
  }

  @Override
  public int batch() {
    return Evaluation.BATCH;
  }
}
