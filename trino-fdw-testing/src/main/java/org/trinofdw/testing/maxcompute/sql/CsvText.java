package org.trinofdw.testing.maxcompute.sql;

import org.trinofdw.testing.maxcompute.record.RowChunk;
import org.trinofdw.testing.maxcompute.record.RowDecoder;
import org.trinofdw.testing.maxcompute.store.Column;
import org.trinofdw.testing.maxcompute.type.OdpsKind;
import org.trinofdw.testing.maxcompute.type.OdpsType;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * The CSV form of a query's rows: a line of names, {@code \N} for null.
 */
final class CsvText
{
    private static final String NULL_TEXT = "\\N";
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final ZoneId zone;
    private final StringBuilder text = new StringBuilder();
    private int remaining;

    /**
     * @param zone where DATETIME and TIMESTAMP are shown
     * @param maxRows rows behind which the text ends
     */
    private CsvText(ZoneId zone, int maxRows)
    {
        this.zone = requireNonNull(zone, "zone is null");
        this.remaining = maxRows;
    }

    static String of(QueryRows rows, ZoneId zone, int maxRows)
    {
        CsvText csv = new CsvText(zone, maxRows);
        csv.appendLine(rows.columns().stream().map(column -> quoted(column.name())).toList());
        for (RowChunk chunk : rows.chunks()) {
            if (csv.remaining > 0) {
                RowDecoder.decode(chunk, rows.columns(), row -> csv.appendRow(rows.columns(), row));
            }
        }
        return csv.text.toString();
    }

    private void appendRow(List<Column> columns, List<Object> row)
    {
        if (remaining == 0) {
            return;
        }
        remaining--;
        List<String> texts = new ArrayList<>();
        for (int index = 0; index < columns.size(); index++) {
            Object value = row.get(index);
            texts.add(value == null ? NULL_TEXT : quoted(text(columns.get(index).type(), value)));
        }
        appendLine(texts);
    }

    private String text(OdpsType type, Object value)
    {
        return switch (value) {
            case byte[] bytes -> HexFormat.of().withUpperCase().formatHex(bytes);
            case BigDecimal decimal -> decimal.toPlainString();
            case Instant instant -> type.kind() == OdpsKind.DATETIME
                    ? SECONDS.format(instant.atZone(zone).truncatedTo(ChronoUnit.SECONDS))
                    : dateTime(instant.atZone(zone).toLocalDateTime());
            case LocalDateTime dateTime -> dateTime(dateTime);
            default -> value.toString();
        };
    }

    private static String dateTime(LocalDateTime value)
    {
        String seconds = SECONDS.format(value);
        if (value.getNano() == 0) {
            return seconds;
        }
        return seconds + '.' + "%09d".formatted(value.getNano()).replaceAll("0+$", "");
    }

    private static String quoted(String value)
    {
        return '"' + value.replace("\"", "\"\"") + '"';
    }

    private void appendLine(List<String> values)
    {
        text.append(String.join(",", values)).append('\n');
    }
}
