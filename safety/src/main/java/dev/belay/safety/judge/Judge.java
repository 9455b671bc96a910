package dev.belay.safety.judge;

import java.util.List;

/** Decides what a completion did with a request. Implementations are safe to share. */
public interface Judge {

  /** The name that recipes and reports use. */
  String name();

  /** Rises whenever some completion would be judged otherwise than before. */
  String version();

  /**
   * Judges one completion. Deterministic for a judge that runs in this process.
   *
   * @param prompt what the model was asked, the user's turn alone
   * @param completion what it wrote
   */
  Judgement judge(String prompt, String completion);

  /** Judges many, several at a time; the verdicts are in the order of the exchanges. */
  default List<Judgement> judgeAll(List<Exchange> exchanges) {
    return exchanges.parallelStream()
        .map(exchange -> judge(exchange.prompt(), exchange.completion()))
        .toList();
  }

  /** The language models that judge; none for a judge that needs none. */
  default List<ModelIdentity> models() {
    return List.of();
  }
}
