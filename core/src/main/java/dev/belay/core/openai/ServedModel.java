package dev.belay.core.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.chat.ChatInput;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.model.ChatCompletion;
import dev.belay.core.model.ChatModel;
import dev.belay.core.model.ChatPrompt;
import dev.belay.core.model.ChatRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.Unanswered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/**
 * A model behind a server. Conversations are sent as messages; the server applies the template, so
 * a system prompt that the template itself puts in stays even where an attack removes it.
 */
public final class ServedModel implements ChatModel {
  /** Completions kept together: few, since a server owes no reproducible batches anyway. */
  private static final int BATCH = 32;

  private final ChatClient client;
  private final String name;
  private final Optional<String> systemPrompt;
  private final Map<String, JsonNode> fields;
  private final TreeSet<String> statedModels = new TreeSet<>();
  private final TreeSet<String> fingerprints = new TreeSet<>();

  /**
   * A model of a server.
   *
   * @param name as the server knows it, see {@link ChatClient#chooseModel}
   * @param systemPrompt content of a system message put first; empty leaves it to the template
   * @param fields further fields of every request
   */
  public ServedModel(
      ChatClient client, String name, Optional<String> systemPrompt, Map<String, JsonNode> fields) {
    this.client = client;
    this.name = name;
    this.systemPrompt = systemPrompt;
    this.fields = new TreeMap<>(fields);
  }

  /** The server's address. */
  public ServerUrl url() {
    return client.settings().url();
  }

  /** The model's id on the server. */
  public String name() {
    return name;
  }

  /** Names the model in files: the server's address, the model's id, and the further fields. */
  public String identity() {
    return client.settings().url() + "#" + name + (fields.isEmpty() ? "" : " " + fields);
  }

  /**
   * Asks the server a little to see whether it goes on with the beginning of a completion, which
   * attacks by prefill need.
   */
  public boolean goesOnWithPrefill() {
    return PrefillProbe.isSupported(client, name);
  }

  @Override
  public int batch() {
    return BATCH;
  }

  @Override
  public ChatPrompt prepare(ChatInput input) {
    List<ChatMessage> messages = new ArrayList<>();
    if (input.systemPrompt() == ChatInput.SystemPrompt.KEPT) {
      systemPrompt.ifPresent(text -> messages.add(ChatMessage.system(text)));
    }
    messages.addAll(input.turns());
    return ChatPrompt.ofMessages(input, messages);
  }

  @Override
  public List<ChatCompletion> complete(
      List<ChatRequest> requests, Sampling sampling, IntConsumer onFinished) {
    int recoveries = client.recoveries();
    List<ChatCompletion> completions =
        new ParallelCalls(client.settings().concurrency())
            .map(requests, request -> complete(request, sampling), onFinished);
    if (client.recoveries() > recoveries) {
      requireStillOffered();
    }
    return completions;
  }

  private ChatCompletion complete(ChatRequest request, Sampling sampling) {
    try {
      return answered(request, sampling);
    } catch (UnansweredException e) {
      return ChatCompletion.none(new Unanswered(e.reason(), e.aboutConversation()));
    }
  }

  private ChatCompletion answered(ChatRequest request, Sampling sampling) {
    ChatPrompt prompt = request.prompt();
    ChatReply reply =
        client.chat(
            new ChatCall(
                name,
                prompt.messages(),
                prompt.input().prefill(),
                sampling,
                request.seed(),
                fields));
    note(reply);
    return new ChatCompletion(
        reply.text(),
        reply.reasoning(),
        List.of(),
        reply.tokens(),
        reply.promptTokens(),
        reply.finishReason(),
        Optional.empty());
  }

  /** Two names would mean two models in one evaluation. */
  private synchronized void note(ChatReply reply) {
    if (!reply.fingerprint().isEmpty()) {
      fingerprints.add(reply.fingerprint());
    }
    if (!reply.model().isEmpty() && statedModels.add(reply.model()) && statedModels.size() > 1) {
      throw new ServerException(
          "%s: answered as one model and then as another: %s. Nothing of this batch was kept."
              .formatted(client.settings().url(), statedModels));
    }
  }

  /** A server that was started again may have been started with another model. */
  private void requireStillOffered() {
    List<String> offered = client.models();
    if (!offered.isEmpty() && !offered.contains(name)) {
      throw new ServerException(
          "%s: came back without the model %s; nothing of this batch was kept."
              .formatted(client.settings().url(), name));
    }
  }

  /** What provenance says of the server and how it was asked; no key. */
  public synchronized Map<String, Object> provenance() {
    Map<String, Object> facts = new LinkedHashMap<>();
    ServerSettings settings = client.settings();
    facts.put("url", settings.url().toString());
    facts.put("model", name);
    facts.put("models_stated_in_answers", List.copyOf(statedModels));
    facts.put("system_fingerprints", List.copyOf(fingerprints));
    facts.put("fields", fields.toString());
    facts.put("concurrency", settings.concurrency());
    facts.put("requests_per_minute", settings.requestsPerMinute());
    facts.put("timeout_seconds", settings.timeout().toSeconds());
    facts.put("patience_seconds", settings.retry().patience().toSeconds());
    facts.put("came_back", client.recoveries());
    return facts;
  }
}
