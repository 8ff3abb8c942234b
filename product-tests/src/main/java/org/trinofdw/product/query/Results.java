package org.trinofdw.product.query;

import com.google.common.collect.ImmutableList;
import org.trinofdw.product.console.TextTable;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * The rows of a query, read whole. A value may be null.
 */
public record Results(List<String> columns, List<List<Object>> rows)
{
    private static final int SHOWN_BYTES = 8;

    public Results
    {
        columns = ImmutableList.copyOf(columns);
        rows = ImmutableList.copyOf(requireNonNull(rows, "rows is null"));
    }

    public static Results of(Connection connection, String sql)
            throws SQLException
    {
        try (Statement statement = connection.createStatement(); ResultSet resultSet = statement.executeQuery(sql)) {
            return read(resultSet);
        }
    }

    public static Results read(ResultSet resultSet)
            throws SQLException
    {
        ResultSetMetaData metadata = resultSet.getMetaData();
        ImmutableList.Builder<String> columns = ImmutableList.builder();
        for (int column = 1; column <= metadata.getColumnCount(); column++) {
            columns.add(metadata.getColumnLabel(column));
        }
        ImmutableList.Builder<List<Object>> rows = ImmutableList.builder();
        while (resultSet.next()) {
            List<Object> row = new ArrayList<>();
            for (int column = 1; column <= metadata.getColumnCount(); column++) {
                row.add(resultSet.getObject(column));
            }
            rows.add(Collections.unmodifiableList(row));
        }
        return new Results(columns.build(), rows.build());
    }

    /**
     * The one value of a query that gives one.
     */
    public Object single()
    {
        if (rows.size() != 1 || columns.size() != 1) {
            throw new IllegalStateException("%s rows of %s columns in place of one value".formatted(rows.size(), columns.size()));
        }
        return rows.getFirst().getFirst();
    }

    public TextTable table()
    {
        return new TextTable(columns, rows.stream()
                .map(row -> row.stream().map(Results::text).toList())
                .toList());
    }

    static String text(Object value)
    {
        return switch (value) {
            case null -> "NULL";
            case Double number when Double.isFinite(number) -> BigDecimal.valueOf(number).toPlainString();
            case byte[] bytes when bytes.length > SHOWN_BYTES -> HexFormat.of().formatHex(Arrays.copyOf(bytes, SHOWN_BYTES)) + "…";
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            default -> value.toString();
        };
    }
}
