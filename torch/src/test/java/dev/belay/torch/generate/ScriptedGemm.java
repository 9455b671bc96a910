package dev.belay.torch.generate;

import dev.belay.torch.tensor.NativeMemory;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** A bfloat16 multiplication in plain Java, in whatever order a test says. */
final class ScriptedGemm implements Gemm {

  /** Sums the products of a row of inputs with an output's weights. */
  @FunctionalInterface
  interface Sum {
    float of(float[] input, float[] weight);
  }

  /** Which sum a row of a call gets. */
  @FunctionalInterface
  interface Script {
    /**
     * Chooses.
     *
     * @param rows of the call
     * @param row from 0
     * @param inputs {@code K}
     */
    Sum sum(int rows, int row, int inputs);
  }

  private final Script script;

  ScriptedGemm(Script script) {
    this.script = script;
  }

  /** The same order for every row of every call. */
  static ScriptedGemm of(Sum sum) {
    return new ScriptedGemm((_, _, _) -> sum);
  }

  /**
   * AMX: blocks of 32 inputs, in a block the even and the odd ones apart, each by fma from zero;
   * the block is even + odd.
   */
  static float amx(float[] input, float[] weight) {
    float sum = 0;
    for (int block = 0; block < input.length; block += 32) {
      float even = 0;
      float odd = 0;
      for (int k = block; k < Math.min(block + 32, input.length); k++) {
        if (k % 2 == 0) {
          even = Math.fma(input[k], weight[k], even);
        } else {
          odd = Math.fma(input[k], weight[k], odd);
        }
      }
      sum += even + odd;
    }
    return sum;
  }

  /** AVX-512 BF16 in runs: of a pair the odd input first, by fma into the run's one sum. */
  static Sum oddThenEven(int run) {
    return (input, weight) -> {
      float sum = 0;
      for (int start = 0; start < input.length; start += run) {
        float part = 0;
        for (int k = start; k < Math.min(start + run, input.length); k += 2) {
          part = Math.fma(input[k + 1], weight[k + 1], part);
          part = Math.fma(input[k], weight[k], part);
        }
        sum += part;
      }
      return sum;
    };
  }

  /** As no hardware does it. */
  static float backwards(float[] input, float[] weight) {
    float sum = 0;
    for (int k = input.length - 1; k >= 0; k--) {
      sum += input[k] * weight[k];
    }
    return sum;
  }

  @Override
  public Tensor pack(Tensor weight) {
    return weight.clone();
  }

  @Override
  public Tensor multiply(Tensor input, Tensor packed, @Nullable Tensor bias) {
    float[][] inputs = rows(input);
    float[][] weights = rows(packed);
    float[] biases = bias == null ? new float[weights.length] : rows(bias.view(1, -1))[0];
    Tensor product =
        torch.zeros(new long[] {inputs.length, weights.length}).to(ScalarType.BFloat16);
    for (int row = 0; row < inputs.length; row++) {
      Sum sum = script.sum(inputs.length, row, inputs[row].length);
      for (int output = 0; output < weights.length; output++) {
        float value = sum.of(inputs[row], weights[output]) + biases[output];
        long index = (long) row * weights.length + output;
        NativeMemory.setBfloat16(NativeMemory.address(product) + 2 * index, value);
      }
    }
    return product;
  }

  @Override
  public String description() {
    return "scripted";
  }

  /** A matrix of bfloat16 as floats. */
  static float[][] rows(Tensor matrix) {
    Tensor dense = matrix.contiguous();
    int columns = (int) dense.size(1);
    float[][] rows = new float[(int) dense.size(0)][columns];
    for (int row = 0; row < rows.length; row++) {
      for (int k = 0; k < columns; k++) {
        long address = NativeMemory.address(dense) + 2L * ((long) row * columns + k);
        rows[row][k] = NativeMemory.getBfloat16(address);
      }
    }
    return rows;
  }

  /** Gaussian numbers as bfloat16. */
  static Tensor random(Random random, int rows, int columns) {
    Tensor values = torch.zeros(new long[] {rows, columns}).to(ScalarType.BFloat16);
    for (int i = 0; i < rows * columns; i++) {
      float value = (float) random.nextGaussian();
      NativeMemory.setBfloat16(NativeMemory.address(values) + 2L * i, value);
    }
    return values;
  }
}
