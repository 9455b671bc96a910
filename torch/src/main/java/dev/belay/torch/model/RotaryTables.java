package dev.belay.torch.model;

import dev.belay.torch.kernel.RotaryTable;
import java.util.Optional;
import java.util.stream.Stream;

/** The rotary tables of a model's layers, in short sequences and in long ones. */
public final class RotaryTables implements AutoCloseable {

  /** Tables of one rotary embedding; the same one twice where length changes nothing. */
  private record Lengths(RotaryTable small, RotaryTable beyond) {

    static Lengths of(RotaryEmbedding rope, int headSize) {
      RotaryTable small = table(rope, headSize, false);
      boolean switches = rope.shortLength() < Integer.MAX_VALUE;
      return new Lengths(small, switches ? table(rope, headSize, true) : small);
    }

    private static RotaryTable table(RotaryEmbedding rope, int headSize, boolean beyond) {
      return new RotaryTable(rope.frequencies(headSize, beyond), rope.attentionFactor());
    }

    Stream<RotaryTable> tables() {
      return Stream.of(small, beyond).distinct();
    }
  }

  private final AttentionConfig attention;
  private final Lengths full;
  private final Lengths sliding;

  /** Tables of a model, without any position yet. */
  public RotaryTables(DecoderConfig config) {
    this.attention = config.attention();
    this.full = Lengths.of(attention.rope(), config.headSize());
    Optional<RotaryEmbedding> other =
        attention.window().map(SlidingWindow::rope).filter(rope -> !rope.equals(attention.rope()));
    this.sliding = other.map(rope -> Lengths.of(rope, config.headSize())).orElse(full);
  }

  /** Prepares positions 0 to {@code count}; before rows are turned, and not while they are. */
  public void reserve(int count) {
    tables().forEach(table -> table.reserve(count));
  }

  /**
   * The table of a layer.
   *
   * @param beyond whether the sequence has more tokens than {@link AttentionConfig#shortLength}
   * @return empty if the layer turns nothing
   */
  public Optional<RotaryTable> of(int layer, boolean beyond) {
    if (!attention.turns(layer)) {
      return Optional.empty();
    }
    Lengths lengths = attention.isSliding(layer) ? sliding : full;
    return Optional.of(beyond ? lengths.beyond : lengths.small);
  }

  private Stream<RotaryTable> tables() {
    return Stream.of(full, sliding).flatMap(Lengths::tables).distinct();
  }

  @Override
  public void close() {
    tables().forEach(RotaryTable::close);
  }
}
