package dev.belay.safety.eval;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.data.Problem;
import dev.belay.core.data.PromptTemplate;

/** How the problems of a suite are put to the model. */
public interface TaskLayout {

  /** What identifies the layout, for the record. */
  PromptTemplate template();

  /** What the model is asked for a problem. */
  ChatInput input(Problem problem);

  /** Each problem as its dataset has laid it out, after the turns that come before it. */
  static TaskLayout asIs(PromptTemplate template) {
    return new TaskLayout() {
      @Override
      public PromptTemplate template() {
        return template;
      }

      @Override
      public ChatInput input(Problem problem) {
        return problem.input();
      }
    };
  }
}
