package dev.belay.torch.catalog;

import dev.belay.core.hash.Sha256;
import java.nio.file.Path;
import java.util.Map;

/**
 * The folder of a model of the hub: its id with {@code --} for each slash. An id that this makes
 * the same as another's has one with a hash, unless the plain one is known to hold this very model.
 */
final class HubFolder {

  private static final int HASH = 8;

  private HubFolder() {}

  /** Where a repository's files of a revision are in {@code hub}, or would be. */
  static Path of(Path hub, String repository, String revision) {
    String id = repository + "@" + revision;
    String name = id.replace("/", "--");
    Path plain = hub.resolve(name);
    Map<String, Object> provenance = ModelProvenance.read(plain);
    boolean canBeReadBack = name.replace("--", "/").equals(id);
    boolean fits =
        provenance.containsKey("model")
            ? repository.equals(provenance.get("model"))
                && revision.equals(provenance.getOrDefault("revision", revision))
            : canBeReadBack;
    // No id has a tilde, so that this folder is no other's.
    return fits ? plain : hub.resolve(name + "~" + Sha256.of(id).substring(0, HASH));
  }
}
