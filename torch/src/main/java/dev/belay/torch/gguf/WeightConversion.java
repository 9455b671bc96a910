package dev.belay.torch.gguf;

import dev.belay.torch.gguf.TensorMappings.Mapping;
import dev.belay.torch.tensor.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** One stored tensor as fp32 in Hugging Face's order of rows, decoded by all processors. */
final class WeightConversion {

  /** Values in a piece of work: enough to be worth handing out, few enough to share evenly. */
  private static final long PIECE = 1 << 18;

  private final GgufTensor source;
  private final Mapping mapping;
  private final int columns;

  WeightConversion(GgufTensor source, Mapping mapping) {
    this.source = source;
    this.mapping = mapping;
    this.columns = Math.toIntExact(source.columns());
  }

  /** The converted tensor, shape {@code [rows, columns]} or {@code [columns]}. */
  Tensor convert() {
    Tensor tensor = torch.empty(mapping.shape().stream().mapToLong(Long::longValue).toArray());
    long address = NativeMemory.address(tensor);
    long rows = source.rows();
    long rowsPerPiece = Math.max(1, PIECE / columns);
    LongStream.range(0, (rows + rowsPerPiece - 1) / rowsPerPiece)
        .parallel()
        .forEach(
            piece -> {
              long first = piece * rowsPerPiece;
              convertRows(first, Math.min(rows, first + rowsPerPiece), address);
            });
    return tensor;
  }

  private void convertRows(long first, long end, long address) {
    Dequantizer dequantizer = new Dequantizer(source);
    float[] row = new float[columns];
    for (long i = first; i < end; i++) {
      dequantizer.readRow(mapping.sourceRow(i), row);
      addTo(row);
      long to = address + i * columns * Float.BYTES;
      MemorySegment.copy(row, 0, NativeMemory.ALL, ValueLayout.JAVA_FLOAT, to, columns);
    }
  }

  private void addTo(float[] row) {
    if (mapping.addend() != 0) {
      for (int c = 0; c < columns; c++) {
        row[c] += mapping.addend();
      }
    }
  }
}
