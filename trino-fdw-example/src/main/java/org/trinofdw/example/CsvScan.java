package org.trinofdw.example;

import com.google.common.io.CountingInputStream;
import io.trino.spi.TrinoException;
import io.trino.spi.block.BlockBuilder;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;
import org.trinofdw.wrapper.ForeignRelation;
import org.trinofdw.wrapper.ForeignScan;
import org.trinofdw.wrapper.RelationColumn;
import org.trinofdw.wrapper.TextValues;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.trinofdw.error.FdwErrorCode.DEFINITION_MISMATCH;

/**
 * Reads every n-th row of a CSV file.
 */
final class CsvScan
        implements ForeignScan
{
    private final ForeignRelation relation;
    private final Path file;
    private final List<RelationColumn> columns;
    private final int segment;
    private final int segments;
    private final CountingInputStream input;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> names;
    private final int[] fields;
    private CSVRecord current;

    /**
     * @param columns the columns wanted
     * @param segment which of the rows are read: those whose number modulo {@code segments} is this
     */
    CsvScan(ForeignRelation relation, Path file, List<RelationColumn> columns, int segment, int segments)
            throws IOException
    {
        this.relation = relation;
        this.file = file;
        this.columns = columns;
        this.segment = segment;
        this.segments = segments;
        this.input = new CountingInputStream(Files.newInputStream(file));
        // a decoder of its own reports what is malformed instead of replacing it
        this.parser = CSVParser.parse(new BufferedReader(new InputStreamReader(input, UTF_8.newDecoder())), format(relation));
        this.records = parser.iterator();
        boolean header = relation.options().require(FileOptions.HEADER);
        this.names = header && nextRecord() ? current.toList() : relation.columns().stream().map(RelationColumn::name).toList();
        this.fields = columns.stream().mapToInt(column -> names.indexOf(header ? column.option(FileOptions.COLUMN_NAME).orElse(column.name()) : column.name())).toArray();
    }

    private static CSVFormat format(ForeignRelation relation)
    {
        return CSVFormat.POSTGRESQL_CSV.builder()
                .setDelimiter(relation.options().require(FileOptions.DELIMITER))
                .setQuote(relation.options().require(FileOptions.QUOTE).charAt(0))
                .setNullString(relation.options().require(FileOptions.NULL))
                // a quoted field is never null, whatever it holds
                .setQuoteMode(QuoteMode.ALL_NON_NULL)
                .get();
    }

    /**
     * @throws TrinoException if the file has no field for a column
     */
    void checkColumns()
    {
        for (int column = 0; column < fields.length; column++) {
            if (fields[column] < 0) {
                throw new TrinoException(DEFINITION_MISMATCH, "foreign table %s: file %s has no column \"%s\"; its columns are %s; set the option \"column_name\"".formatted(
                        relation.name(), file, columns.get(column).name(), names));
            }
        }
    }

    @Override
    public boolean next()
            throws IOException
    {
        do {
            if (!nextRecord()) {
                return false;
            }
            if (current.size() != names.size()) {
                throw new IOException("line %s has %s fields and should have %s".formatted(parser.getCurrentLineNumber(), current.size(), names.size()));
            }
        }
        while (current.getRecordNumber() % segments != segment);
        return true;
    }

    private boolean nextRecord()
            throws IOException
    {
        try {
            current = records.hasNext() ? records.next() : null;
            return current != null;
        }
        catch (UncheckedIOException e) {
            throw new IOException("line %s is not CSV in UTF-8: %s".formatted(parser.getCurrentLineNumber() + 1, e.getCause().getMessage()), e);
        }
    }

    @Override
    public void append(int column, BlockBuilder target)
    {
        String text = current.get(fields[column]);
        if (text == null) {
            target.appendNull();
        }
        else {
            TextValues.append(columns.get(column), text, target, "file %s, line %s".formatted(file, parser.getCurrentLineNumber()));
        }
    }

    @Override
    public long readBytes()
    {
        return input.getCount();
    }

    @Override
    public void close()
            throws IOException
    {
        parser.close();
    }
}
