package dev.belay.torch.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a hub repository holds at one commit.
 *
 * @param commit the commit's id
 * @param files its files in the order of their paths
 */
record HubListing(String commit, List<Entry> files) {

  /**
   * One file.
   *
   * @param path path inside the repository
   * @param bytes its size, if the hub says
   * @param checksum its checksum, if the hub says
   */
  record Entry(String path, OptionalLong bytes, Optional<Checksum> checksum) {}

  /** What every model directory has, where the repository has it. */
  private static final List<String> SMALL_FILES =
      List.of(
          "config.json",
          "generation_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "chat_template.jinja");

  /** Chat templates beside the default. */
  private static final String TEMPLATE = "additional_chat_templates/[A-Za-z0-9._-]+\\.jinja";

  private static final String WEIGHTS = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  /** A shard lies beside its index, nowhere else. */
  private static final String SHARD = "[A-Za-z0-9][A-Za-z0-9._-]*\\.safetensors";

  HubListing {
    files = List.copyOf(files);
  }

  /** Reads the hub's answer for {@code repository}. */
  static HubListing of(String repository, JsonNode answer) throws HubException {
    String commit = answer.path("sha").asText();
    if (!commit.matches("[0-9a-f]{40}") || !answer.path("siblings").isArray()) {
      throw new HubException(
          "the hub's list of the files of " + repository + " is not as expected");
    }
    TreeMap<String, Entry> files = new TreeMap<>();
    for (JsonNode sibling : answer.path("siblings")) {
      String path = sibling.path("rfilename").asText();
      files.put(path, entry(path, sibling));
    }
    return new HubListing(commit, new ArrayList<>(files.values()));
  }

  private static Entry entry(String path, JsonNode sibling) {
    JsonNode large = sibling.path("lfs");
    JsonNode size = large.has("size") ? large.path("size") : sibling.path("size");
    String digits = large.path("sha256").asText(sibling.path("blobId").asText());
    return new Entry(
        path,
        size.isIntegralNumber() && size.asLong() >= 0
            ? OptionalLong.of(size.asLong())
            : OptionalLong.empty(),
        Checksum.ofHex(digits));
  }

  /**
   * The files of a model in safetensors format beside its weights; with the index of its shards,
   * where it has shards.
   */
  List<Entry> smallFiles(String repository) throws HubException {
    if (find("config.json").isEmpty() || (find(WEIGHTS).isEmpty() && find(INDEX).isEmpty())) {
      throw new HubException(
          "%s is not a model with config.json and %s; it has %s"
              .formatted(repository, WEIGHTS, shortList()));
    }
    return files.stream()
        .filter(
            file ->
                SMALL_FILES.contains(file.path())
                    || file.path().matches(TEMPLATE)
                    || (isSharded() && file.path().equals(INDEX)))
        .toList();
  }

  private boolean isSharded() {
    return find(WEIGHTS).isEmpty();
  }

  /**
   * The weights: one file, or the shards that the index names, whatever they are called.
   *
   * @param directory where the index is
   */
  List<Entry> weightFiles(String repository, Path directory) throws IOException {
    if (!isSharded()) {
      return find(WEIGHTS).stream().toList();
    }
    JsonNode map = Json.MAPPER.readTree(directory.resolve(INDEX).toFile()).path("weight_map");
    SequencedSet<String> names = new TreeSet<>();
    map.forEach(shard -> names.add(shard.asText()));
    List<Entry> shards = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : names) {
      Optional<Entry> shard = name.matches(SHARD) ? find(name) : Optional.empty();
      shard.ifPresentOrElse(shards::add, () -> missing.add(name));
    }
    if (!missing.isEmpty() || shards.isEmpty()) {
      throw new HubException(
          "%s of %s names %s, which the repository does not have; it has %s"
              .formatted(
                  INDEX,
                  repository,
                  missing.isEmpty() ? "no shard" : String.join(", ", missing),
                  shortList()));
    }
    return shards;
  }

  private Optional<Entry> find(String path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst();
  }

  private String shortList() {
    List<String> paths = files.stream().map(Entry::path).toList();
    return paths.size() <= 12
        ? String.join(", ", paths)
        : String.join(", ", paths.subList(0, 12)) + " and " + (paths.size() - 12) + " more";
  }
}
