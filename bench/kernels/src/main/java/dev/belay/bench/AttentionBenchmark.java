package dev.belay.bench;

import dev.belay.torch.kernel.AttentionShape;
import dev.belay.torch.kernel.CausalAttention;
import dev.belay.torch.kernel.CausalAttentionGradient;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.kernel.VisibleRows;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Attention of one layer over one sequence, on one thread and in SmolLM2-135M's shape. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
public class AttentionBenchmark {

  @Param({"BFLOAT16", "FLOAT32"})
  public ComputeType type;

  @Param({"64", "256"})
  public int tokens;

  private Arena arena;
  private CausalAttention attention;
  private CausalAttentionGradient gradient;
  private VisibleRows visible;
  private Memory rows;
  private Memory read;
  private Memory outputs;
  private Memory outputGrads;
  private long logSumExps;

  @Setup(Level.Trial)
  public void allocate() {
    Parallel.setThreads(1);
    AttentionShape shape = new AttentionShape(type, 9, 3, 64);
    arena = Arena.ofShared();
    attention = new CausalAttention(shape);
    gradient = new CausalAttentionGradient(shape);
    visible = VisibleRows.withoutGaps(new int[] {0, tokens});
    rows = Memory.normal(arena, type, (long) tokens * shape.rowWidth());
    read = Memory.normal(arena, type, (long) tokens * shape.rowWidth());
    outputs = Memory.normal(arena, type, (long) tokens * shape.queryWidth());
    outputGrads = Memory.normal(arena, type, (long) tokens * shape.queryWidth());
    logSumExps = arena.allocate(tokens * 4L * shape.heads(), 64).address();
    forward();
  }

  @TearDown(Level.Trial)
  public void free() {
    attention.close();
    gradient.close();
    arena.close();
  }

  @Benchmark
  public void forward() {
    attention.forward(visible, rows.address(), outputs.address(), logSumExps);
  }

  /** The gradient overwrites what it reads, so a copy of it goes in: a hundredth of the time. */
  @Benchmark
  public void backward() {
    long bytes = (long) tokens * 15 * 64 * type.bytes();
    NativeMemory.copy(rows.address(), read.address(), bytes);
    gradient.backward(
        visible,
        new CausalAttentionGradient.Operands(
            read.address(), outputs.address(), outputGrads.address(), logSumExps));
  }
}
