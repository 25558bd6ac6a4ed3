package io.homeostat.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** For whom a command writes: a person or a program. */
public enum OutputFormat {
  /** A report to read. */
  TEXT,
  /** One JSON document. */
  JSON;

  /** The option {@code -o}, as a mixin. */
  public static final class OutputOption {
    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        defaultValue = "text",
        converter = Converter.class,
        description = "text or json, default ${DEFAULT-VALUE}.")
    private OutputFormat format = TEXT;

    /** Whether JSON is wanted. */
    public boolean isJson() {
      return format == JSON;
    }

    /**
     * What to write: an indented JSON document or the text, whichever is wanted.
     *
     * @param json what becomes the document
     */
    public String render(Supplier<?> json, Supplier<String> text) throws JsonProcessingException {
      return isJson()
          ? new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json.get())
          : text.get();
    }
  }

  static final class Converter implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String value) {
      return switch (value) {
        case "text" -> TEXT;
        case "json" -> JSON;
        default ->
            throw new TypeConversionException("write text or json instead of '" + value + "'");
      };
    }
  }
}
