package dev.belay.safety.judge.rubric;

import dev.belay.core.error.BadInputException;
import dev.belay.core.openai.ApiKey;
import dev.belay.core.openai.ChatClient;
import dev.belay.core.openai.Concurrency;
import dev.belay.core.openai.Retry;
import dev.belay.core.openai.ServerSettings;
import dev.belay.core.openai.ServerUrl;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.JudgeContext;
import dev.belay.safety.judge.JudgeKind;
import dev.belay.safety.judge.JudgeProvider;
import dev.belay.safety.judge.JudgeSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code rubric:URL[#MODEL]}, or a YAML file with {@code judge: rubric}. */
public final class RubricJudges implements JudgeProvider {
  private static final String KEY_VARIABLE = "BELAY_JUDGE_API_KEY";
  private static final List<String> KEYS =
      List.of(
          "url",
          "model",
          "api_key_env",
          "concurrency",
          "requests_per_minute",
          "timeout_seconds",
          "patience_seconds",
          "max_tokens");

  @Override
  public List<Judge> judges() {
    return List.of();
  }

  @Override
  public List<JudgeKind> kinds() {
    return List.of(new Kind());
  }

  private static final class Kind implements JudgeKind {
    @Override
    public String name() {
      return RubricJudge.NAME;
    }

    @Override
    public String usage() {
      return "URL[#MODEL]";
    }

    @Override
    public Judge create(JudgeSpec spec, JudgeContext context) {
      spec.allow(KEYS);
      int hash = spec.of().indexOf('#');
      String address = hash < 0 ? spec.of() : spec.of().substring(0, hash);
      Optional<String> model =
          hash < 0 ? spec.text("model") : Optional.of(spec.of().substring(hash + 1));
      ChatClient client =
          new ChatClient(settings(spec, address, context), context.notes(), context.notes());
      return new RubricJudge(
          client, client.chooseModel(model), (int) spec.number("max_tokens", 512, 16));
    }

    private static List<ServerSettings> settings(
        JudgeSpec spec, String address, JudgeContext context) {
      List<String> urls = address.isEmpty() ? spec.texts("url") : List.of(address);
      if (urls.isEmpty()) {
        throw new BadInputException(
            spec.origin()
                + ": needs the address of a server, such as"
                + " rubric:http://127.0.0.1:8000/v1#MODEL.");
      }
      Concurrency concurrency =
          spec.settings().containsKey("concurrency")
              ? Concurrency.fixed((int) spec.number("concurrency", 1, 1))
              : Concurrency.GROWING;
      return ServerUrl.parseAll(urls).stream()
          .map(
              url ->
                  new ServerSettings(
                      url,
                      ApiKey.of(
                          context.environment(), spec.text("api_key_env").orElse(KEY_VARIABLE)),
                      seconds(spec.number("timeout_seconds", 600, 1)),
                      concurrency,
                      spec.number("requests_per_minute", 0, 0),
                      Retry.lasting(seconds(spec.number("patience_seconds", 300, 0)))))
          .toList();
    }

    private static Duration seconds(double seconds) {
      return Duration.ofMillis(Math.round(seconds * 1000));
    }
  }
}
