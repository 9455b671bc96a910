package dev.belay.jinja.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TupleKeyTest {

  @Test
  void equalTuplesAreOneKey() {
    Dict dict = new Dict();
    dict.put(Tuple.of(1L, Tuple.of(true, "a")), "first");
    dict.put(Tuple.of(1.0, Tuple.of(1L, "a")), "second");
    assertThat(dict.size()).isEqualTo(1);
    assertThat(dict.get(Tuple.of(true, Tuple.of(1.0, "a")))).contains("second");
    assertThat(dict.containsKey(Tuple.of(1L, Tuple.of(1L, "b")))).isFalse();
    assertThat(dict.containsKey(Tuple.of(1L))).isFalse();
  }

  @Test
  void whatIsInATupleMustBeHashableToo() {
    assertThatThrownBy(() -> new TupleKey(Tuple.of(Tuple.of(List.of()))))
        .hasMessage("unhashable type: 'list'");
    Slicing.Slice slice = new Slicing.Slice(None.NONE, None.NONE, None.NONE);
    assertThatThrownBy(() -> new TupleKey(Tuple.of(slice))).hasMessageContaining("unhashable");
  }

  @Test
  void aTupleOfExponentiallyManyItemsIsNoKey() {
    Tuple tuple = Tuple.of(1L);
    for (int i = 0; i < 60; i++) {
      tuple = Tuple.of(tuple, tuple);
    }
    Tuple large = tuple;
    assertThatThrownBy(() -> new TupleKey(large))
        .isInstanceOf(JinjaException.class)
        .hasMessageContaining("1,000 items");
  }
}
