package dev.belay.core.parquet;

import dev.belay.core.error.BadInputException;
import dev.hardwood.InputFile;
import dev.hardwood.internal.metadata.PageHeader;
import dev.hardwood.internal.thrift.PageHeaderReader;
import dev.hardwood.internal.thrift.ThriftCompactReader;
import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.ColumnMetaData;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Goes through the headers of all pages before any is decoded: what each declares, in bytes and in
 * values, must fit into memory and be what its column has. A header has a few bytes, and what it
 * declares is made room for.
 */
final class PageCheck {

  private static final int LONGEST_HEADER = 1 << 20;

  private final Path file;
  private final InputFile input;
  private final Limits limits;

  private PageCheck(Path file, InputFile input, Limits limits) {
    this.file = file;
    this.input = input;
    this.limits = limits;
  }

  /**
   * Checks a file.
   *
   * @throws BadInputException when it declares what cannot be, or what no memory would hold
   */
  static void check(Path file, InputFile input, ParquetFileReader reader, Limits limits)
      throws IOException {
    PageCheck check = new PageCheck(file, input, limits);
    FileMetaData metadata = reader.getFileMetaData();
    int columns = reader.getFileSchema().getColumnCount();
    long rows = 0;
    for (RowGroup group : metadata.rowGroups()) {
      rows = Math.addExact(rows, group.numRows());
      if (group.columns().isEmpty() || group.columns().size() != columns) {
        throw check.broken(
            "it declares %d columns, and a part has %d".formatted(columns, group.columns().size()));
      }
      for (ColumnChunk chunk : group.columns()) {
        check.chunk(chunk, group.numRows());
      }
    }
    if (rows != metadata.numRows() || rows < 0) {
      throw check.broken(
          "it declares %d rows, and its parts %d".formatted(metadata.numRows(), rows));
    }
  }

  private void chunk(ColumnChunk chunk, long rows) throws IOException {
    ColumnMetaData column = chunk.metaData();
    String name = String.valueOf(column.pathInSchema());
    if (!Codecs.knows(column.codec())) {
      throw new BadInputException(
          "%s: column %s is packed by %s; write the file with snappy, zstd, gzip or lz4_raw."
              .formatted(file, name, column.codec()));
    }
    long at = chunk.chunkStartOffset();
    long end = Math.addExact(at, column.totalCompressedSize());
    if (at < 0 || end < at || end > input.length()) {
      throw broken("column %s lies outside of the file".formatted(name));
    }
    long values = 0;
    while (at < end) {
      ByteBuffer bytes = input.readRange(at, (int) Math.min(end - at, LONGEST_HEADER));
      ThriftCompactReader thrift = new ThriftCompactReader(bytes);
      PageHeader header = PageHeaderReader.read(thrift);
      values += values(name, header);
      at += thrift.getBytesRead() + (long) header.compressedPageSize();
      if (at > end) {
        throw broken("a page of column %s is longer than the column".formatted(name));
      }
    }
    if (values != column.numValues() || values < rows) {
      throw broken(
          "column %s declares %d values of %d rows, and its pages %d"
              .formatted(name, column.numValues(), rows, values));
    }
  }

  private long values(String name, PageHeader header) {
    if (header.uncompressedPageSize() > limits.pageBytes()) {
      throw tooLarge(name, header.uncompressedPageSize(), "bytes", limits.pageBytes());
    }
    boolean dictionary = header.dictionaryPageHeader() != null;
    long values =
        dictionary
            ? header.dictionaryPageHeader().numValues()
            : header.dataPageHeader() != null
                ? header.dataPageHeader().numValues()
                : header.dataPageHeaderV2() != null ? header.dataPageHeaderV2().numValues() : 0;
    if (values < 0 || values > limits.pageValues()) {
      throw tooLarge(name, values, "values", limits.pageValues());
    }
    return dictionary ? 0 : values;
  }

  private BadInputException tooLarge(String name, long found, String what, long most) {
    return new BadInputException(
        "%s: a page of column %s declares %d %s, more than the %d that are read; write the file with smaller pages, or give more memory: BELAY_HEAP=4g."
            .formatted(file, name, found, what, most));
  }

  private BadInputException broken(String what) {
    return new BadInputException(
        "%s: is a broken Parquet file: %s. Fetch the file again.".formatted(file, what));
  }
}
