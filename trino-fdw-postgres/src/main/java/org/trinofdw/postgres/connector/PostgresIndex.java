package org.trinofdw.postgres.connector;

import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slice;
import io.trino.spi.connector.ConnectorIndex;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.FixedPageSource;
import io.trino.spi.connector.RecordCursor;
import io.trino.spi.connector.RecordSet;
import io.trino.spi.type.Type;

import java.util.List;
import java.util.function.Function;

import static java.util.Objects.requireNonNull;

/**
 * Looks up the rows of a table, a batch of keys at a time.
 */
final class PostgresIndex
        implements ConnectorIndex
{
    private final Function<List<List<Object>>, ConnectorPageSource> reading;

    /**
     * @param reading opens the rows that have one of some keys
     */
    PostgresIndex(Function<List<List<Object>>, ConnectorPageSource> reading)
    {
        this.reading = requireNonNull(reading, "reading is null");
    }

    @Override
    public ConnectorPageSource lookup(RecordSet recordSet)
    {
        List<List<Object>> keys = keys(recordSet);
        return keys.isEmpty() ? new FixedPageSource(ImmutableList.of()) : reading.apply(keys);
    }

    private static List<List<Object>> keys(RecordSet recordSet)
    {
        ImmutableList.Builder<List<Object>> keys = ImmutableList.builder();
        try (RecordCursor cursor = recordSet.cursor()) {
            while (cursor.advanceNextPosition()) {
                // Trino leaves out keys with nulls, which are equal to nothing
                ImmutableList.Builder<Object> key = ImmutableList.builder();
                for (int field = 0; field < recordSet.getColumnTypes().size(); field++) {
                    key.add(value(cursor, field, recordSet.getColumnTypes().get(field)));
                }
                keys.add(key.build());
            }
        }
        return keys.build();
    }

    private static Object value(RecordCursor cursor, int field, Type type)
    {
        Class<?> javaType = type.getJavaType();
        if (javaType == boolean.class) {
            return cursor.getBoolean(field);
        }
        if (javaType == long.class) {
            return cursor.getLong(field);
        }
        if (javaType == double.class) {
            return cursor.getDouble(field);
        }
        if (javaType == Slice.class) {
            return cursor.getSlice(field);
        }
        return cursor.getObject(field);
    }
}
