package dev.belay.session.plan;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.data.Instruction;
import dev.belay.core.model.Seeds;
import dev.belay.safety.attack.Attack;
import dev.belay.safety.attack.AttackInfo;
import dev.belay.safety.attack.Direct;

/**
 * A prompt in one of the ways in which it is asked.
 *
 * @param prompt as it was before any attack
 * @param attack how it is asked
 * @param input what the model is asked
 */
public record AskedPrompt(Instruction prompt, AttackInfo attack, ChatInput input) {

  private static final Attack DIRECT = new Direct();

  /** A prompt as it stands. */
  public static AskedPrompt directly(Instruction prompt) {
    return under(DIRECT, prompt, 0);
  }

  /**
   * A prompt under an attack of one query, which is made of its last turn.
   *
   * @param seed of the run; decides whatever the attack draws at random
   */
  static AskedPrompt under(Attack attack, Instruction prompt, long seed) {
    AttackInfo info = attack.info();
    long drawn = Seeds.derive(seed, "anchor attack " + info.name() + " " + prompt.id());
    ChatInput input = attack.apply(prompt.prompt(), drawn).after(prompt.earlier());
    return new AskedPrompt(prompt, info, input);
  }

  /** Whether it is asked as it stands. */
  public boolean isDirect() {
    return attack.name().equals(Direct.NAME);
  }
}
