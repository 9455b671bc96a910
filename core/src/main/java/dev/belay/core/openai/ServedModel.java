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
import java.util.function.Consumer;
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
  private final SamplerSettings sampler;
  private final TreeSet<String> statedModels = new TreeSet<>();
  private final TreeSet<String> fingerprints = new TreeSet<>();

  /**
   * A model of a server, which chooses whatever it is not told.
   *
   * @param name as the server knows it, see {@link ChatClient#chooseModel}
   * @param systemPrompt content of a system message put first; empty leaves it to the template
   * @param fields further fields of every request
   */
  public ServedModel(
      ChatClient client, String name, Optional<String> systemPrompt, Map<String, JsonNode> fields) {
    this(client, name, systemPrompt, fields, SamplerSettings.leftToServer(fields));
  }

  private ServedModel(
      ChatClient client,
      String name,
      Optional<String> systemPrompt,
      Map<String, JsonNode> fields,
      SamplerSettings sampler) {
    this.client = client;
    this.name = name;
    this.systemPrompt = systemPrompt;
    this.fields = new TreeMap<>(fields);
    this.sampler = sampler;
  }

  /**
   * The same model, told that nobody asked for penalties, top-k and min-p. A request of one token
   * finds out whether the server takes these fields; more find out which, when it does not.
   *
   * @param law that completions will be drawn from
   * @param notes told what it does not take
   */
  public ServedModel neutral(Sampling law, Consumer<String> notes) {
    Sampling oneToken =
        new Sampling(law.temperature(), law.topK(), law.topP(), law.minP(), 1, List.of());
    List<ChatMessage> question = List.of(ChatMessage.user("Name a colour."));
    SamplerSettings probed =
        SamplerSettings.probed(
            trial ->
                client.takes(new ChatCall(name, question, "", oneToken, 0, with(trial, fields))),
            fields);
    probed.note().ifPresent(note -> notes.accept(url() + " " + note));
    return new ServedModel(client, name, systemPrompt, fields, probed);
  }

  /** The server's address. */
  public ServerUrl url() {
    return client.settings().url();
  }

  /** Of each setting of the sampler that requests need not name, its value or who chose it. */
  public Map<String, JsonNode> sampler() {
    return sampler.inForce();
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

  private static Map<String, JsonNode> with(
      Map<String, JsonNode> unasked, Map<String, JsonNode> asked) {
    Map<String, JsonNode> all = new TreeMap<>(unasked);
    all.putAll(asked);
    return all;
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
                with(sampler.fieldsBeside(sampling), fields)));
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
    facts.put("neutral_fields_sent", sampler.sent());
    facts.put("neutral_fields_refused", sampler.refused());
    facts.put("sampler", sampler.inForce());
    facts.put("concurrency", settings.concurrency());
    facts.put("requests_per_minute", settings.requestsPerMinute());
    facts.put("timeout_seconds", settings.timeout().toSeconds());
    facts.put("patience_seconds", settings.retry().patience().toSeconds());
    facts.put("came_back", client.recoveries());
    return facts;
  }
}
