package dev.belay.bench;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.kernel.RmsNorm;
import dev.belay.torch.kernel.RotaryTable;
import dev.belay.torch.kernel.SwiGlu;
import dev.belay.torch.tensor.ComputeType;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a layer does to each row, on one thread and in SmolLM2-135M's shape: time of one row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
public class RowKernelsBenchmark {

  private static final int ROWS = 64;
  private static final int HIDDEN = 576;
  private static final int INTERMEDIATE = 1536;
  private static final int HEAD_SIZE = 64;
  private static final int HEADS = 12;

  @Param({"BFLOAT16", "FLOAT32"})
  public ComputeType type;

  private Arena arena;
  private Memory hidden;
  private Memory residual;
  private Memory weight;
  private Memory grads;
  private Memory weightGrad;
  private Memory heads;
  private RmsNorm norm;
  private RotaryTable rotary;
  private Parallel.RowTask gateForward;
  private Parallel.RowTask gateBackward;

  @Setup(Level.Trial)
  public void allocate() {
    arena = Arena.ofShared();
    hidden = Memory.normal(arena, type, ROWS * HIDDEN);
    residual = Memory.normal(arena, ComputeType.FLOAT32, ROWS * HIDDEN);
    weight = Memory.normal(arena, ComputeType.FLOAT32, HIDDEN);
    grads = Memory.normal(arena, type, ROWS * HIDDEN);
    weightGrad = Memory.normal(arena, ComputeType.FLOAT32, HIDDEN);
    heads = Memory.normal(arena, type, (long) ROWS * HEADS * HEAD_SIZE);
    norm = new RmsNorm(type, weight.address(), HIDDEN, 1e-5);
    float[] frequencies = new float[HEAD_SIZE / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = (float) Math.pow(10_000, -2.0 * i / HEAD_SIZE);
    }
    rotary = new RotaryTable(frequencies);
    rotary.reserve(ROWS);
    SwiGlu gate = new SwiGlu(type, INTERMEDIATE);
    Memory gateUp = Memory.normal(arena, type, ROWS * 2L * INTERMEDIATE);
    Memory out = Memory.normal(arena, type, (long) ROWS * INTERMEDIATE);
    long scratch = arena.allocate(gate.scratchBytes(), 64).address();
    gateForward = gate.forward(gateUp.address(), out.address(), scratch);
    gateBackward = gate.backward(gateUp.address(), out.address(), scratch);
  }

  @TearDown(Level.Trial)
  public void free() {
    rotary.close();
    arena.close();
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void swiGluForward() {
    gateForward.run(0, ROWS, 0);
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void swiGluBackward() {
    gateBackward.run(0, ROWS, 0);
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public float rmsNormForward() {
    float last = 0;
    for (int row = 0; row < ROWS; row++) {
      long at = (long) row * HIDDEN;
      long out = Elements.at(type, hidden.address(), at);
      last = norm.forward(residual.address() + at * 4, out, out);
    }
    return last;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void rmsNormBackward() {
    for (int row = 0; row < ROWS; row++) {
      long at = (long) row * HIDDEN;
      norm.backward(
          Elements.at(type, hidden.address(), at),
          0.5f,
          Elements.at(type, grads.address(), at),
          residual.address() + at * 4,
          weightGrad.address());
    }
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void rotary() {
    for (int row = 0; row < ROWS; row++) {
      for (int head = 0; head < HEADS; head++) {
        long at = ((long) row * HEADS + head) * HEAD_SIZE;
        long address = Elements.at(type, heads.address(), at);
        rotary.rotate(type, address, row, RotaryTable.Direction.FORTH);
      }
    }
  }
}
