package org.trinofdw.postgres.type;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trino.spi.Page;
import io.trino.spi.type.Type;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;
import org.trinofdw.postgres.copy.CopyBinaryReader;
import org.trinofdw.postgres.copy.CopyBinaryWriter;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static java.util.stream.Collectors.joining;

/**
 * A table of the server, read and written by real COPY as the connector does it.
 */
record RemoteTable(Connection connection, String name)
{
    List<RemoteColumn> columns()
            throws SQLException
    {
        try (Statement statement = connection.createStatement();
                ResultSet resultSet = statement.executeQuery(PostgresTypeQuery.sql(serverVersion(connection), "= '" + name + "'::regclass"))) {
            ImmutableList.Builder<RemoteColumn> columns = ImmutableList.builder();
            while (resultSet.next()) {
                columns.add(PostgresTypeQuery.read(resultSet));
            }
            return columns.build();
        }
    }

    List<ColumnMapping> mappings(ColumnMappings mappings)
            throws SQLException
    {
        return columns().stream()
                .map(column -> mappings.natural(column.type()))
                .collect(ImmutableList.toImmutableList());
    }

    /** Mappings with some columns declared. */
    List<ColumnMapping> mappings(ColumnMappings mappings, Map<String, Type> declared)
            throws SQLException
    {
        return columns().stream()
                .map(column -> declared.containsKey(column.name())
                        ? mappings.declared(column.name(), column.type(), declared.get(column.name()))
                        : mappings.natural(column.type()))
                .collect(ImmutableList.toImmutableList());
    }

    Page read(List<ColumnMapping> mappings, String order)
            throws SQLException
    {
        List<String> names = columnNames();
        List<String> expressions = new ArrayList<>();
        CopyBinaryReader reader = new CopyBinaryReader(zip(names, mappings).entrySet().stream()
                .map(entry -> entry.getValue().copyColumn(entry.getKey()))
                .toList());
        for (int i = 0; i < names.size(); i++) {
            expressions.add(mappings.get(i).selectExpression(quote(names.get(i))));
        }
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI()
                .copyOut("COPY (SELECT %s FROM %s ORDER BY %s) TO STDOUT (FORMAT binary)".formatted(String.join(", ", expressions), name, order));
        // all of it, so that the connection can be used again whatever the reader says
        List<byte[]> messages = new ArrayList<>();
        for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
            messages.add(message);
        }
        messages.forEach(reader::append);
        reader.finish();
        return reader.buildPage();
    }

    /** Writes rows straight into the table, or through a staging table if a column needs it. */
    void write(List<ColumnMapping> mappings, Page page)
            throws SQLException
    {
        List<String> names = columnNames();
        List<WriteForm> forms = mappings.stream().map(mapping -> mapping.write().orElseThrow()).toList();
        boolean direct = forms.stream().allMatch(WriteForm::isDirect);
        List<RemoteColumn> columns = columns();
        try (Statement statement = connection.createStatement()) {
            String target = name;
            if (!direct) {
                target = "staging";
                List<String> definitions = new ArrayList<>();
                for (int i = 0; i < names.size(); i++) {
                    definitions.add(quote(names.get(i)) + " " + forms.get(i).stagingType().orElse(columns.get(i).type().displayName()));
                }
                statement.execute("CREATE TEMPORARY TABLE staging (" + String.join(", ", definitions) + ")");
            }
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + target + " FROM STDIN (FORMAT binary)");
            // a small chunk, so that there are many
            CopyBinaryWriter writer = new CopyBinaryWriter(
                    zip(names, mappings).entrySet().stream().map(entry -> entry.getValue().copyTarget(entry.getKey()).orElseThrow()).toList(),
                    copy::writeToCopy,
                    100);
            try {
                writer.write(page);
                writer.finish();
                copy.endCopy();
            }
            finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
            if (!direct) {
                List<String> casts = new ArrayList<>();
                for (int i = 0; i < names.size(); i++) {
                    casts.add("CAST(" + quote(names.get(i)) + " AS " + columns.get(i).type().displayName() + ")");
                }
                statement.execute("INSERT INTO " + name + " SELECT " + String.join(", ", casts) + " FROM staging");
                statement.execute("DROP TABLE staging");
            }
        }
    }

    /** Result of a query, rows joined by line breaks and columns by bars. */
    String query(String sql)
            throws SQLException
    {
        try (Statement statement = connection.createStatement(); ResultSet resultSet = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (resultSet.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= resultSet.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(resultSet.getString(i)));
                }
                rows.add(String.join("|", values));
            }
            return rows.stream().collect(joining("\n"));
        }
    }

    private List<String> columnNames()
            throws SQLException
    {
        return columns().stream().map(RemoteColumn::name).toList();
    }

    private static int serverVersion(Connection connection)
            throws SQLException
    {
        try (Statement statement = connection.createStatement(); ResultSet resultSet = statement.executeQuery("SHOW server_version_num")) {
            resultSet.next();
            return resultSet.getInt(1);
        }
    }

    private static Map<String, ColumnMapping> zip(List<String> names, List<ColumnMapping> mappings)
    {
        ImmutableMap.Builder<String, ColumnMapping> zipped = ImmutableMap.builder();
        for (int i = 0; i < names.size(); i++) {
            zipped.put(names.get(i), mappings.get(i));
        }
        return zipped.buildOrThrow();
    }

    private static String quote(String identifier)
    {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }
}
