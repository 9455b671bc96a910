package dev.belay.torch.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The resources that {@code src/test/python/make_gguf_*goldens.py} make. */
final class TinyGguf {

  private TinyGguf() {}

  /** A tiny Llama model in mixed types, written by the {@code gguf} Python package. */
  static byte[] file() throws IOException {
    return bytes("tiny.gguf");
  }

  static byte[] bytes(String name) throws IOException {
    try (InputStream in = resource(name)) {
      return in.readAllBytes();
    }
  }

  static JsonNode json(String name) throws IOException {
    try (InputStream in = resource(name)) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(TinyGguf.class.getResourceAsStream(name), name);
  }
}
