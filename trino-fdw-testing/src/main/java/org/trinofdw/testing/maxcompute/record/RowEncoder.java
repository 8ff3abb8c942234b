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
import java.util.Collection;
import java.util.List;
import java.util.Map;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Encodes rows of Java values (those of {@link RowDecoder}) into chunks; for loading tables without a client. Not thread-safe.
 */
public final class RowEncoder
{
    private final List<Column> columns;
    private final RowChunkBuilder chunks;
    private final ByteBuilder checked = new ByteBuilder(1024);

    public RowEncoder(List<Column> columns)
    {
        this.columns = columns;
        this.chunks = new RowChunkBuilder(columns);
    }

    public void add(List<?> row)
    {
        checkArgument(row.size() == columns.size(), "row of %s values for %s columns", row.size(), columns.size());
        checked.clear();
        ByteBuilder data = chunks.data();
        EncodedValues written = null;
        for (int index = 0; index < columns.size(); index++) {
            Object value = row.get(index);
            OdpsType type = columns.get(index).type();
            if (value == null) {
                checkArgument(columns.get(index).nullable(), "column %s must not be null", columns.get(index).name());
                continue;
            }
            data.appendVarint32(WireFormat.tag(index + 1, type.kind().wireForm().wireType()));
            int start = data.size();
            append(data, type, value);
            checked.appendInt(index + 1);
            if (written == null || written.data() != data.array()) {
                written = new EncodedValues(data.array(), start);
            }
            written.seek(start);
            written.appendChecked(type, checked);
        }
        chunks.endRecord(checked);
    }

    public List<RowChunk> build()
    {
        return chunks.build();
    }

    private static void append(ByteBuilder data, OdpsType type, Object value)
    {
        switch (type.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT -> integer(data, ((Number) value).longValue());
            case FLOAT -> data.appendInt(Float.floatToRawIntBits((Float) value));
            case DOUBLE -> data.appendLong(Double.doubleToRawLongBits((Double) value));
            case BOOLEAN -> data.appendByte((Boolean) value ? 1 : 0);
            case DECIMAL -> bytes(data, ((BigDecimal) value).toPlainString().getBytes(UTF_8));
            case STRING, VARCHAR, CHAR, JSON, BINARY -> bytes(data, value instanceof byte[] binary ? binary : ((String) value).getBytes(UTF_8));
            case DATE -> integer(data, ((LocalDate) value).toEpochDay());
            case DATETIME -> integer(data, ((Instant) value).toEpochMilli());
            case TIMESTAMP -> secondsAndNanos(data, ((Instant) value).getEpochSecond(), ((Instant) value).getNano());
            case TIMESTAMP_NTZ -> secondsAndNanos(data, ((LocalDateTime) value).toEpochSecond(ZoneOffset.UTC), ((LocalDateTime) value).getNano());
            case INTERVAL_YEAR_MONTH -> integer(data, ((Period) value).toTotalMonths());
            case INTERVAL_DAY_TIME -> secondsAndNanos(data, ((Duration) value).getSeconds(), ((Duration) value).getNano());
            case ARRAY -> elements(data, type.arguments().get(0), (List<?>) value);
            case MAP -> {
                elements(data, type.arguments().get(0), new ArrayList<>(((Map<?, ?>) value).keySet()));
                elements(data, type.arguments().get(1), new ArrayList<>(((Map<?, ?>) value).values()));
            }
            case STRUCT -> {
                List<?> fields = (List<?>) value;
                for (int field = 0; field < type.arguments().size(); field++) {
                    nullable(data, type.arguments().get(field), fields.get(field));
                }
            }
            case OTHER -> throw new IllegalArgumentException("no values of type " + type.text());
        }
    }

    private static void elements(ByteBuilder data, OdpsType element, Collection<?> elements)
    {
        data.appendVarint32(elements.size());
        elements.forEach(value -> nullable(data, element, value));
    }

    private static void nullable(ByteBuilder data, OdpsType type, Object value)
    {
        data.appendByte(value == null ? 1 : 0);
        if (value != null) {
            append(data, type, value);
        }
    }

    private static void integer(ByteBuilder data, long value)
    {
        data.appendVarint64(WireFormat.zigZag(value));
    }

    private static void secondsAndNanos(ByteBuilder data, long seconds, int nanos)
    {
        integer(data, seconds);
        integer(data, nanos);
    }

    private static void bytes(ByteBuilder data, byte[] value)
    {
        data.appendVarint32(value.length);
        data.append(value, 0, value.length);
    }
}
