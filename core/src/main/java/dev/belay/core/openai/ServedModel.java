package dev.belay.core.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.chat.ChatInput;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.error.BadInputException;
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
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * A model behind a server, or behind several that have the same. Conversations are sent as
 * messages; the server applies the template, so a system prompt that the template itself puts in
 * stays even where an attack removes it.
 */
public final class ServedModel implements ChatModel {
  /** Completions kept together: few, since a server owes no reproducible batches anyway. */
  private static final int BATCH = 32;

  private final ChatClient client;
  private final String name;
  private final Optional<String> systemPrompt;
  private final Map<String, JsonNode> fields;
  private final SamplerSettings sampler;
  private final Replicas replicas;

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
    this.replicas = new Replicas(client, name);
  }

  /**
   * The same model, told that nobody asked for penalties, top-k and min-p. A request of one token
   * finds out whether the server takes these fields; more find out which, when it does not.
   *
   * @param law that completions will be drawn from
   * @param notes told what it does not take
   * @throws BadInputException when replicas do not take the same
   */
  public ServedModel neutral(Sampling law, Consumer<String> notes) {
    SamplerSettings probed = replicas.sampler(law, fields);
    probed.note().ifPresent(note -> notes.accept(url() + " " + note));
    return new ServedModel(client, name, systemPrompt, fields, probed);
  }

  /**
   * Sees to it that several servers have one model: they are asked the same question.
   *
   * @throws BadInputException when they do not answer alike
   */
  public void requireOneModel() {
    if (client.urls().size() > 1) {
      replicas.requireAlike(with(sampler.fieldsBeside(Sampling.greedy(1)), fields));
    }
  }

  /** The first server's address. */
  public ServerUrl url() {
    return client.settings().url();
  }

  /** The addresses of all servers. */
  public List<ServerUrl> urls() {
    return client.urls();
  }

  /** Of each setting of the sampler that requests need not name, its value or who chose it. */
  public Map<String, JsonNode> sampler() {
    return sampler.inForce();
  }

  /** The model's id on the server. */
  public String name() {
    return name;
  }

  /**
   * Names the model in files: the first server's address, the model's id, and the further fields.
   */
  public String identity() {
    return identity(url().toString());
  }

  private String identity(String address) {
    return address + "#" + name + (fields.isEmpty() ? "" : " " + fields);
  }

  /**
   * What an earlier evaluation calls this model, which any of its replicas may have begun.
   *
   * @param earlier what it calls its model
   * @param provenance of that evaluation: its servers, and what they answered to a fixed question
   * @return that name, or this model's own where it is another model
   */
  public String identity(String earlier, JsonNode provenance) {
    int end = earlier.indexOf('#');
    boolean namesTheSame = end > 0 && earlier.equals(identity(earlier.substring(0, end)));
    boolean same =
        namesTheSame
            && replicas.haveAnswered(
                earlier.substring(0, end),
                provenance,
                with(sampler.fieldsBeside(Sampling.greedy(1)), fields));
    return same ? earlier : identity();
  }

  /**
   * Asks the server a little to see whether it goes on with the beginning of a completion, which
   * attacks by prefill need.
   */
  public boolean goesOnWithPrefill() {
    return client.replicas().stream().allMatch(one -> PrefillProbe.isSupported(one, name));
  }

  @Override
  public int batch() {
    return BATCH;
  }

  @Override
  public int batchesAtOnce() {
    return Math.ceilDiv(client.mostUnderWay(), BATCH) + 1;
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
    Map<ServerUrl, Integer> before = replicas.recoveries();
    List<ChatCompletion> completions =
        new ParallelCalls(client.mostUnderWay())
            .map(requests, request -> complete(request, sampling), onFinished);
    replicas.requireStillOffered(before);
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
    replicas.requireOneStated();
    return new ChatCompletion(
        reply.text(),
        reply.reasoning(),
        List.of(),
        reply.tokens(),
        reply.promptTokens(),
        reply.finishReason(),
        Optional.empty());
  }

  /** What provenance says of the servers and how they were asked; no key. */
  public Map<String, Object> provenance() {
    Map<String, Object> facts = new LinkedHashMap<>();
    ServerSettings settings = client.settings();
    facts.put("url", settings.url().toString());
    facts.put("model", name);
    facts.put("models_stated_in_answers", List.copyOf(client.statedModels()));
    facts.put("system_fingerprints", List.copyOf(client.fingerprints()));
    facts.put("fields", fields.toString());
    facts.put("neutral_fields_sent", sampler.sent());
    facts.put("neutral_fields_refused", sampler.refused());
    facts.put("sampler", sampler.inForce());
    facts.put("concurrency", settings.concurrency().most());
    facts.put("concurrency_at_first", settings.concurrency().atFirst());
    facts.put("requests_per_minute", settings.requestsPerMinute());
    facts.put("timeout_seconds", settings.timeout().toSeconds());
    facts.put("patience_seconds", settings.retry().patience().toSeconds());
    facts.put("came_back", client.recoveries());
    facts.put("replicas", replicas.facts());
    return facts;
  }
}
