package dev.belay.safety.attack;

import dev.belay.core.registry.Registry;
import java.util.List;

/** Every attack on the class path, by name, not yet prepared. */
public final class Attacks extends Registry<Attack> {

  private Attacks(List<Attack> all) {
    super("attack", all, attack -> attack.info().name());
  }

  /** The attacks that {@link java.util.ServiceLoader} finds. */
  public static Attacks load() {
    return new Attacks(Registry.provided(AttackProvider.class, AttackProvider::attacks));
  }

  /** The attacks of the given providers. */
  public static Attacks of(AttackProvider... providers) {
    return new Attacks(Registry.provided(List.of(providers), AttackProvider::attacks));
  }

  /** What there is, in the order of the providers. */
  public List<AttackInfo> list() {
    return all().stream().map(Attack::info).toList();
  }
}
