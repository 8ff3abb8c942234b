package org.trinofdw.testing.maxcompute.record;

import org.trinofdw.testing.maxcompute.store.Column;
import org.trinofdw.testing.maxcompute.type.OdpsType;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Turns stored rows into Java values: Byte to Long, Float, Double, Boolean, BigDecimal, String, byte[] for BINARY, LocalDate, Instant for
 * DATETIME and TIMESTAMP, LocalDateTime, Period and Duration for intervals, List for ARRAY and STRUCT, Map.
 */
public final class RowDecoder
{
    private RowDecoder() {}

    /**
     * Gives every row to the consumer, as the values of all columns, null where there is none.
     */
    public static void decode(RowChunk chunk, List<Column> columns, Consumer<List<Object>> consumer)
    {
        List<Column> stored = chunk.columns();
        int[] starts = new int[stored.size()];
        int[] stops = new int[stored.size()];
        EncodedValues values = new EncodedValues(chunk.data(), 0);
        for (int row = 0; row < chunk.rows(); row++) {
            Arrays.fill(starts, -1);
            RowProjector.locate(values, stored, starts, stops);
            int next = values.position();
            List<Object> decoded = new ArrayList<>();
            for (Column column : columns) {
                int source = indexOf(stored, column.id());
                if (source < 0 || starts[source] < 0) {
                    decoded.add(null);
                }
                else {
                    values.seek(starts[source]);
                    decoded.add(value(values, stored.get(source).type()));
                }
            }
            consumer.accept(decoded);
            values.seek(next);
        }
    }

    private static int indexOf(List<Column> columns, int id)
    {
        for (int index = 0; index < columns.size(); index++) {
            if (columns.get(index).id() == id) {
                return index;
            }
        }
        return -1;
    }

    private static Object value(EncodedValues values, OdpsType type)
    {
        return switch (type.kind()) {
            case TINYINT -> (byte) integer(values);
            case SMALLINT -> (short) integer(values);
            case INT -> (int) integer(values);
            case BIGINT -> integer(values);
            case FLOAT -> Float.intBitsToFloat(values.readInt());
            case DOUBLE -> Double.longBitsToDouble(values.readLong());
            case BOOLEAN -> values.readBoolean();
            case DECIMAL -> new BigDecimal(text(values));
            case STRING, VARCHAR, CHAR, JSON -> text(values);
            case BINARY -> bytes(values);
            case DATE -> LocalDate.ofEpochDay(integer(values));
            case DATETIME -> Instant.ofEpochMilli(integer(values));
            case TIMESTAMP -> Instant.ofEpochSecond(integer(values), integer(values));
            case TIMESTAMP_NTZ -> LocalDateTime.ofEpochSecond(integer(values), (int) integer(values), ZoneOffset.UTC);
            case INTERVAL_YEAR_MONTH -> Period.ofMonths((int) integer(values));
            case INTERVAL_DAY_TIME -> Duration.ofSeconds(integer(values), integer(values));
            case ARRAY -> elements(values, type.arguments().get(0));
            case MAP -> {
                List<Object> keys = elements(values, type.arguments().get(0));
                List<Object> elements = elements(values, type.arguments().get(1));
                Map<Object, Object> map = new LinkedHashMap<>();
                for (int index = 0; index < keys.size(); index++) {
                    map.put(keys.get(index), elements.get(index));
                }
                yield map;
            }
            case STRUCT -> {
                List<Object> fields = new ArrayList<>();
                for (OdpsType field : type.arguments()) {
                    fields.add(nullable(values, field));
                }
                yield fields;
            }
            case OTHER -> throw new IllegalStateException("no values of type " + type.text());
        };
    }

    private static List<Object> elements(EncodedValues values, OdpsType element)
    {
        int size = values.readVarint32();
        List<Object> elements = new ArrayList<>();
        for (int index = 0; index < size; index++) {
            elements.add(nullable(values, element));
        }
        return elements;
    }

    private static Object nullable(EncodedValues values, OdpsType type)
    {
        return values.readBoolean() ? null : value(values, type);
    }

    private static long integer(EncodedValues values)
    {
        return WireFormat.unZigZag(values.readVarint64());
    }

    private static byte[] bytes(EncodedValues values)
    {
        int length = values.readVarint32();
        int start = values.position();
        values.seek(start + length);
        return Arrays.copyOfRange(values.data(), start, start + length);
    }

    private static String text(EncodedValues values)
    {
        return new String(bytes(values), UTF_8);
    }
}
