package dev.belay.safety.attack;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.data.DataLocations;
import java.util.List;
import java.util.Map;

/** A way of asking for something. Implementations are safe to share. */
public interface Attack {

  AttackInfo info();

  /**
   * The same attack with other options than the defaults.
   *
   * @param options values by name
   * @throws dev.belay.core.error.BadInputException with every option that it does not have, or
   *     whose value will not do
   */
  default Attack configure(Map<String, String> options) {
    new AttackOptions(info().name(), options).finish();
    return this;
  }

  /**
   * Reads what the attack needs beside the request.
   *
   * @return the attack, ready to be made
   * @throws dev.belay.core.error.BadInputException when a file that it needs is missing or broken
   */
  default Attack prepare(DataLocations locations) {
    return this;
  }

  /**
   * Makes the attack's query of a request; the first, if it has several. The same request and seed
   * give the same attack, always.
   *
   * @param request what is wanted of the model
   * @param seed decides whatever is drawn at random
   */
  ChatInput apply(String request, long seed);

  /**
   * Every query of a request, as many for one request as for another; one, unless the attack is of
   * {@link AttackKind#ANY_QUERY}.
   */
  default List<Query> queries(String request, long seed) {
    return List.of(Query.of(apply(request, seed)));
  }
}
