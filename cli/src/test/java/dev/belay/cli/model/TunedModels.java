package dev.belay.cli.model;

import dev.belay.core.model.LoraTarget;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.model.AdapterWriter;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.LoraSettings;
import dev.belay.torch.model.ModelWriter;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.nio.file.Path;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Models that look as if they had been trained from a tiny one. */
final class TunedModels {

  private static final LoraSettings SETTINGS =
      new LoraSettings(4, 8, false, LoraTarget.all(), 0, 7);

  private TunedModels() {}

  /** The base with noise of a size in every weight, as bf16. */
  static Path noisy(Path base, double size, Path target) {
    try (LanguageModel model = LanguageModel.open(base)) {
      torch.manual_seed(1);
      WeightSource noisy =
          new WeightSource() {
            @Override
            public DecoderConfig config() {
              return model.config();
            }

            @Override
            public Tensor weight(String name) {
              Tensor weight = model.weight(name).to(ComputeType.FLOAT32.scalarType()).clone();
              return weight.add_(torch.randn_like(weight).mul_(new Scalar(size)));
            }
          };
      new ModelWriter(noisy, ElementType.BF16).source(base).write(target);
    }
    return target;
  }

  /** An adapter as PEFT writes it, whose second factors are random and of a size. */
  static Path adapter(Path base, double size, Path target) {
    try (LanguageModel model = LanguageModel.open(base);
        Decoder decoder = Decoder.adapted(model, ComputeType.FLOAT32, SETTINGS);
        TensorScope _ = new TensorScope()) {
      torch.manual_seed(1);
      for (Parameter parameter : decoder.trainedParameters()) {
        if (parameter.name().contains("lora_B")) {
          parameter.master().normal_().mul_(new Scalar(size));
        }
      }
      new AdapterWriter(decoder, SETTINGS, base).write(target);
    }
    return target;
  }
}
