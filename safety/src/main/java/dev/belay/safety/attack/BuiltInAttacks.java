package dev.belay.safety.attack;

import java.util.List;

/** The attacks that come with Belay. */
public final class BuiltInAttacks implements AttackProvider {

  @Override
  public List<Attack> attacks() {
    return List.of(
        new Direct(),
        new SystemPromptRemoval(),
        new PrefixInjection(),
        new RefusalSuppression(),
        new StyleInjection(),
        new RolePlay(),
        new Aim(),
        new Base64Request(),
        new Rot13Request(),
        new LeetspeakRequest(),
        new PastTense(),
        new ManyShot(),
        new Prefill(),
        DecodingExploitation.standard(),
        BestOfN.standard(),
        Gcg.standard());
  }
}
