package dev.belay.safety.judge.classifier;

import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.safety.judge.Exchange;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.Judgement;
import dev.belay.safety.judge.Label;
import dev.belay.safety.judge.LocalModel;
import dev.belay.safety.judge.ModelIdentity;
import java.util.ArrayList;
import java.util.List;

/**
 * A language model in this process that answers with a label. Greedy, so the same completion has
 * the same verdict; an answer of another form is undecided, since asking again would give it again.
 */
final class ClassifierJudge implements Judge {
  private final ClassifierFormat format;
  private final LocalModel model;
  private final ClassifierPrompt prompt;

  ClassifierJudge(ClassifierFormat format, LocalModel model, ClassifierPrompt prompt) {
    this.format = format;
    this.model = model;
    this.prompt = prompt;
  }

  @Override
  public String name() {
    return format.judgeName();
  }

  @Override
  public String version() {
    return "1 by weights %s, %s".formatted(model.sha256().substring(0, 8), prompt.label());
  }

  @Override
  public List<ModelIdentity> models() {
    return List.of(ModelIdentity.weights(model.sha256()));
  }

  @Override
  public Judgement judge(String asked, String completion) {
    return judgeAll(List.of(new Exchange(asked, completion))).getFirst();
  }

  @Override
  public List<Judgement> judgeAll(List<Exchange> exchanges) {
    List<GenerationRequest> requests =
        exchanges.stream()
            .map(exchange -> model.tokenizer().encode(prompt.render(exchange)))
            .map(tokens -> new GenerationRequest(tokens, 0))
            .toList();
    List<Judgement> judgements = new ArrayList<>();
    // The engine is one; batches of two threads would fight for it.
    synchronized (model.generator()) {
      for (Completion answer :
          model.generator().generate(requests, Sampling.greedy(format.maxTokens()))) {
        judgements.add(read(answer.text()));
      }
    }
    return judgements;
  }

  private Judgement read(String answer) {
    String shown = answer.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return format
        .read(answer)
        .orElseGet(() -> Judgement.of(Label.UNDECIDED, "malformed: the classifier says " + shown));
  }
}
