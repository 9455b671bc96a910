package dev.belay.torch.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.belay.testkit.TinyModel;
import dev.belay.torch.format.SafetensorsFile;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logits, losses and gradients against those of transformers. */
class GoldenDecoderTest {

  @ParameterizedTest
  @EnumSource
  void fp32LogitsAreTheReferences(TinyModel model) {
    TinyModel.Goldens goldens = model.goldens();
    try (TensorScope _ = new TensorScope();
        SafetensorsFile file = SafetensorsFile.open(goldens.tensors());
        Decoder decoder = open(model, ComputeType.FLOAT32)) {
      PackedBatch batch = TinyDecoder.batch(goldens);
      Tensor logits = TinyDecoder.logits(decoder, decoder.forward(batch));
      for (int s = 0; s < batch.sequences(); s++) {
        Tensor own = logits.narrow(0, batch.starts()[s], batch.length(s));
        // Kernels without AVX-512 sum in another order, off by 2e-5.
        assertThat(own.allclose(file.tensor("logits." + s), 1e-5, 5e-5, false))
            .as(
                "sequence %d: off by %g",
                s, TinyDecoder.maxDifference(own, file.tensor("logits." + s)))
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void fp32GradientsAreTheReferences(TinyModel model) {
    TinyModel.Goldens goldens = model.goldens();
    try (TensorScope _ = new TensorScope();
        SafetensorsFile file = SafetensorsFile.open(goldens.tensors());
        Decoder decoder = open(model, ComputeType.FLOAT32)) {
      assertThat(backward(decoder, goldens)).isCloseTo(goldens.loss(), offset(1e-5));
      for (String name : decoder.weightNames()) {
        assertThat(TinyDecoder.relativeError(decoder.grad(name), file.tensor("grad." + name)))
            .as(name)
            .isLessThan(1e-5);
      }
    }
  }

  /** The rows of the table in docs/models.md, printed with {@code -Dbelay.parity=true}. */
  @ParameterizedTest
  @EnumSource
  void fp32DifferencesAreThoseOfRounding(TinyModel model) {
    TinyModel.Goldens goldens = model.goldens();
    double logits = 0;
    double gradients = 0;
    try (TensorScope _ = new TensorScope();
        SafetensorsFile file = SafetensorsFile.open(goldens.tensors());
        Decoder decoder = open(model, ComputeType.FLOAT32)) {
      PackedBatch batch = TinyDecoder.batch(goldens);
      Tensor own = TinyDecoder.logits(decoder, decoder.forward(batch));
      for (int s = 0; s < batch.sequences(); s++) {
        Tensor part = own.narrow(0, batch.starts()[s], batch.length(s));
        logits = Math.max(logits, TinyDecoder.maxDifference(part, file.tensor("logits." + s)));
      }
      backward(decoder, goldens);
      for (String name : decoder.weightNames()) {
        double error = TinyDecoder.relativeError(decoder.grad(name), file.tensor("grad." + name));
        gradients = Math.max(gradients, error);
      }
    }
    if (Boolean.getBoolean("belay.parity")) {
      System.out.printf("| `%s` | %.1e | %.1e |%n", model, logits, gradients);
    }
    assertThat(logits).isLessThan(1e-4);
    assertThat(gradients).isLessThan(1e-5);
  }

  @ParameterizedTest
  @EnumSource
  void bf16LogitsAreNoFartherFromFp32ThanTheReferences(TinyModel model) {
    TinyModel.Goldens goldens = model.goldens();
    try (TensorScope _ = new TensorScope();
        SafetensorsFile file = SafetensorsFile.open(goldens.tensors());
        Decoder decoder = open(model, ComputeType.BFLOAT16)) {
      PackedBatch batch = TinyDecoder.batch(goldens);
      Tensor own = TinyDecoder.logits(decoder, decoder.forward(batch));
      Tensor exact = all(file, "logits.", batch);
      assertThat(TinyDecoder.relativeError(own, exact))
          .isLessThanOrEqualTo(TinyDecoder.relativeError(all(file, "logits_bf16.", batch), exact));
    }
  }

  /** Over all models: the error of one is a single draw, the same for all its parameters. */
  @Test
  void bf16GradientsAreNoFartherFromFp32ThanTheReferences() {
    double own = 0;
    double theirs = 0;
    for (TinyModel model : TinyModel.values()) {
      TinyModel.Goldens goldens = model.goldens();
      try (TensorScope _ = new TensorScope();
          SafetensorsFile file = SafetensorsFile.open(goldens.tensors());
          Decoder decoder = open(model, ComputeType.BFLOAT16)) {
        backward(decoder, goldens);
        for (String name : decoder.weightNames()) {
          Tensor exact = file.tensor("grad." + name);
          own += TinyDecoder.relativeError(decoder.grad(name), exact);
          theirs += TinyDecoder.relativeError(file.tensor("grad_bf16." + name), exact);
        }
      }
    }
    assertThat(own).isLessThanOrEqualTo(theirs);
  }

  private static Tensor all(SafetensorsFile file, String prefix, PackedBatch batch) {
    TensorVector parts = new TensorVector();
    for (int s = 0; s < batch.sequences(); s++) {
      parts.push_back(file.tensor(prefix + s));
    }
    return torch.cat(parts, 0);
  }

  private static double backward(Decoder decoder, TinyModel.Goldens goldens) {
    try (ActivationStore store = ActivationStore.keepingAll()) {
      return TinyDecoder.backward(
          decoder, TinyDecoder.batch(goldens), TinyDecoder.completionTargets(goldens), 1, store);
    }
  }

  private static Decoder open(TinyModel model, ComputeType type) {
    try (LanguageModel source = LanguageModel.open(model.directory())) {
      return Decoder.trained(source, type);
    }
  }
}
