package dev.belay.core.data;

import dev.belay.core.error.BadInputException;
import dev.belay.core.registry.Registry;
import dev.belay.core.text.FileBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads data files: {@code .csv} and {@code .tsv} with a header, {@code .jsonl} or {@code .ndjson},
 * {@code .json} (an array), {@code .txt} (a line a record, column {@code text}), and each of them
 * packed as {@code .gz}; and what a {@link RowFormat} reads. Broken records are reported together,
 * each with its file and line.
 */
public final class DataReader {

  private static final List<String> TEXT = List.of("csv", "tsv", "jsonl", "ndjson", "json", "txt");

  private static final List<RowFormat> FORMATS =
      Registry.provided(RowFormat.class, format -> List.of(format));

  private DataReader() {}

  /** How the names of data files end: texts, and what is found on the class path. */
  static List<String> formats() {
    List<String> all = new ArrayList<>(TEXT);
    FORMATS.forEach(format -> all.add(format.extension()));
    return all;
  }

  /** How a file's name ends, in lower case, {@code .gz} apart. */
  static String format(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return plain.substring(plain.lastIndexOf('.') + 1);
  }

  /**
   * Hands the records of a file on in their order, as they are read where its format allows that.
   *
   * @throws BadInputException when the file cannot be read or is broken
   */
  static void forEach(Path file, Consumer<DataRow> rows) {
    Optional<RowFormat> binary = binary(file);
    if (binary.isPresent()) {
      binary.get().read(file, rows);
    } else {
      read(file).forEach(rows);
    }
  }

  private static Optional<RowFormat> binary(Path file) {
    String format = format(file);
    return FORMATS.stream().filter(one -> one.extension().equals(format)).findFirst();
  }

  /** The records of a file, the format taken from its name. */
  public static List<DataRow> read(Path file) {
    Optional<RowFormat> binary = binary(file);
    if (binary.isPresent()) {
      List<DataRow> rows = new ArrayList<>();
      binary.get().read(file, rows::add);
      return rows;
    }
    return switch (format(file)) {
      case "csv" -> CsvRows.read(file, FileBytes.read(file), ',', List.of());
      case "tsv" -> CsvRows.read(file, FileBytes.read(file), '\t', List.of());
      case "jsonl", "ndjson" -> JsonRows.readLines(file, FileBytes.read(file));
      case "json" -> JsonRows.readArray(file, FileBytes.read(file), List.of());
      case "txt" -> JsonRows.readText(file, FileBytes.read(file));
      default ->
          throw new BadInputException(
              "%s: the format is taken from the name, which must end in .%s; texts may be packed as .gz."
                  .formatted(file, String.join(", .", formats())));
    };
  }

  /**
   * The records of a file of prompts or completions, whose name may say nothing: as {@link #read}
   * where it ends in {@code .csv}, {@code .tsv}, {@code .parquet} or {@code .json} (an array or
   * lines), with or without {@code .gz}, else JSON Lines.
   *
   * @throws BadInputException when it cannot be read, is broken, or has no records
   */
  public static List<DataRow> readRecords(Path file) {
    List<DataRow> rows = readAny(file);
    if (rows.isEmpty()) {
      throw new BadInputException(
          file + ": is empty, it has no records; name a file with one or more.");
    }
    return rows;
  }

  private static List<DataRow> readAny(Path file) {
    String format = format(file);
    if (format.equals("csv") || format.equals("tsv") || binary(file).isPresent()) {
      return read(file);
    }
    byte[] bytes = FileBytes.read(file);
    return format.equals("json")
            && new String(bytes, StandardCharsets.UTF_8).strip().startsWith("[")
        ? JsonRows.readArray(file, bytes, List.of())
        : JsonRows.readLines(file, bytes);
  }

  /**
   * One line of JSON Lines; numbers keep every digit.
   *
   * @param number of the line within the file
   * @throws BadInputException when it is no JSON object
   */
  public static DataRow line(Path file, long number, String text) {
    return JsonRows.parse(file, number, text);
  }

  /** The records of a CSV file without a header, under the given column names. */
  public static List<DataRow> readCsv(Path file, List<String> columns) {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a CSV file without a header needs column names");
    }
    return CsvRows.read(file, FileBytes.read(file), ',', columns);
  }

  /**
   * The elements of an array inside a JSON object.
   *
   * @param fields the names that lead to the array, outermost first
   */
  public static List<DataRow> readArray(Path file, String... fields) {
    return JsonRows.readArray(file, FileBytes.read(file), List.of(fields));
  }

  /** As {@link #map(List, BiFunction)}, for conversions that need no number. */
  public static <T> List<T> map(List<DataRow> rows, Function<DataRow, T> convert) {
    return map(rows, (row, number) -> convert.apply(row));
  }

  /**
   * Converts every record.
   *
   * @param convert given the record and its number, from 1; may throw {@link BadInputException}
   * @throws BadInputException with the issues of all records, the first few in full
   */
  public static <T> List<T> map(List<DataRow> rows, BiFunction<DataRow, Integer, T> convert) {
    List<T> converted = new ArrayList<>(rows.size());
    Issues issues = new Issues();
    int number = 1;
    for (DataRow row : rows) {
      int current = number++;
      T value = issues.collect(() -> convert.apply(row, current));
      if (value != null) {
        converted.add(value);
      }
    }
    issues.throwIfAny();
    return List.copyOf(converted);
  }
}
