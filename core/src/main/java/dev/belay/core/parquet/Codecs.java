package dev.belay.core.parquet;

import dev.hardwood.HardwoodContext;
import dev.hardwood.internal.compression.Decompressor;
import dev.hardwood.internal.compression.DecompressorFactory;
import dev.hardwood.internal.reader.HardwoodContextImpl;
import dev.hardwood.metadata.CompressionCodec;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks pages in plain Java, within the bounds that a page declares. The library would have
 * native ones do it, one of which writes as much as the packed bytes say, wherever the buffer ends.
 */
final class Codecs extends DecompressorFactory {

  /** A row is assembled by the caller; pages are decoded by so many threads besides. */
  private static final int THREADS = 1;

  private final Limits limits;

  private Codecs(Limits limits) {
    super(null);
    this.limits = limits;
  }

  /** A context of the library that unpacks by these, and looks for no library of the system's. */
  static HardwoodContext context(Limits limits) {
    System.setProperty("hardwood.uselibdeflate", "false");
    HardwoodContextImpl context = HardwoodContextImpl.create(THREADS);
    try {
      Field factory = HardwoodContextImpl.class.getDeclaredField("decompressorFactory");
      factory.setAccessible(true);
      factory.set(context, new Codecs(limits));
      if (!(context.decompressorFactory() instanceof Codecs)) {
        throw new IllegalStateException("the library does not take these codecs");
      }
      return context;
    } catch (ReflectiveOperationException e) {
      context.close();
      throw new IllegalStateException("the library has changed: " + e.getMessage(), e);
    }
  }

  /** Whether there is one for a codec. */
  static boolean knows(CompressionCodec codec) {
    return switch (codec) {
      case UNCOMPRESSED, SNAPPY, GZIP, ZSTD, LZ4_RAW -> true;
      case LZO, BROTLI, LZ4 -> false;
    };
  }

  @Override
  public Decompressor getDecompressor(CompressionCodec codec) {
    return switch (codec) {
      case UNCOMPRESSED -> page(codec, (packed, page) -> copied(packed, page));
      case SNAPPY ->
          page(
              codec,
              (packed, page) ->
                  new SnappyDecompressor()
                      .decompress(packed, 0, packed.length, page, 0, page.length));
      case ZSTD ->
          page(
              codec,
              (packed, page) ->
                  new ZstdDecompressor()
                      .decompress(packed, 0, packed.length, page, 0, page.length));
      case LZ4_RAW ->
          page(
              codec,
              (packed, page) ->
                  new Lz4Decompressor().decompress(packed, 0, packed.length, page, 0, page.length));
      case GZIP -> page(codec, Codecs::inflated);
      case LZO, BROTLI, LZ4 -> throw new UnsupportedOperationException("pages packed by " + codec);
    };
  }

  /** Fills a page from packed bytes; returns how many bytes of it. */
  private interface Unpacking {
    int fill(byte[] packed, byte[] page) throws IOException;
  }

  private Decompressor page(CompressionCodec codec, Unpacking unpacking) {
    return new Decompressor() {
      @Override
      public byte[] decompress(ByteBuffer packed, int size) throws IOException {
        if (size < 0 || size > limits.pageBytes()) {
          throw new IOException("a page of %d bytes".formatted(size));
        }
        byte[] bytes = new byte[packed.remaining()];
        packed.duplicate().get(bytes);
        byte[] page = new byte[size];
        int filled;
        try {
          filled = unpacking.fill(bytes, page);
        } catch (RuntimeException e) {
          throw new IOException("a page is not packed by " + codec, e);
        }
        if (filled != size) {
          throw new IOException("a page of %d bytes unpacks to %d".formatted(size, filled));
        }
        return page;
      }

      @Override
      public String getName() {
        return codec.name();
      }
    };
  }

  private static int copied(byte[] packed, byte[] page) {
    System.arraycopy(packed, 0, page, 0, Math.min(packed.length, page.length));
    return packed.length;
  }

  private static int inflated(byte[] packed, byte[] page) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      int filled = in.readNBytes(page, 0, page.length);
      return in.read() < 0 ? filled : page.length + 1;
    }
  }
}
