package dev.belay.torch.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

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
          "chat_template.jinja");

  private static final String WEIGHTS = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final String SHARD = "model-\\d{5}-of-\\d{5}\\.safetensors";

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

  /** The files of a model in safetensors format. */
  List<Entry> modelFiles(String repository) throws HubException {
    if (find("config.json").isEmpty() || (find(WEIGHTS).isEmpty() && find(INDEX).isEmpty())) {
      throw new HubException(
          "%s is not a model with config.json and %s; it has %s"
              .formatted(repository, WEIGHTS, shortList()));
    }
    boolean sharded = find(WEIGHTS).isEmpty();
    return files.stream()
        .filter(
            file ->
                SMALL_FILES.contains(file.path())
                    || (sharded
                        ? file.path().equals(INDEX) || file.path().matches(SHARD)
                        : file.path().equals(WEIGHTS)))
        .toList();
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
