package dev.belay.train.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.belay.core.json.Json;
import dev.belay.core.sweep.SweepPlan;
import dev.belay.core.sweep.SweepPlan.PlannedAxis;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which axes have a table of their own. */
class SweepPoolsTest {

  private static final PlannedAxis SEED = axis("seed", true, "1", "2");

  private static PlannedAxis axis(String name, boolean seed, String... values) {
    return new PlannedAxis(name, List.of(values), seed, Map.of());
  }

  private static List<String> tables(PlannedAxis... axes) {
    List<PlannedAxis> all = Stream.concat(Stream.of(SEED), Stream.of(axes)).toList();
    SweepPlan plan = new SweepPlan("s", "r.yaml", 0.95, OptionalDouble.empty(), all, List.of());
    ArrayNode ablations = Json.MAPPER.createArrayNode();
    new SweepPools(plan, Map.of()).ablations(ablations);
    return ablations.findValuesAsText("axis");
  }

  @Test
  void theSeedHasNone() {
    assertThat(tables(axis("lr", false, "1", "2"), axis("kl", false, "0", "1")))
        .containsExactly("lr", "kl");
    assertThat(tables()).isEmpty();
  }

  @Test
  void whatIsTheSameInEveryCellHasNoneBesideWhatVaries() {
    assertThat(tables(axis("judge", false, "a"), axis("lr", false, "1", "2")))
        .containsExactly("lr");
    assertThat(tables(axis("judge", false, "a"))).containsExactly("judge");
  }
}
