package org.trinofdw.maxcompute.connector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableMetadata;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.definition.PartitionValues;
import org.trinofdw.maxcompute.definition.RemoteCatalog;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.maxcompute.handle.SqlText;
import org.trinofdw.maxcompute.handle.TableName;
import org.trinofdw.maxcompute.option.MaxComputeOptions;
import org.trinofdw.maxcompute.type.MaxComputeType;
import org.trinofdw.maxcompute.type.TypeMapper;
import org.trinofdw.option.OptionLevel;
import org.trinofdw.option.OptionProperties;
import org.trinofdw.option.Options;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.StandardErrorCode.INVALID_ARGUMENTS;
import static io.trino.spi.StandardErrorCode.INVALID_TABLE_PROPERTY;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Statements of MaxCompute for what Trino's DDL asks of live tables.
 */
public final class MaxComputeDdl
{
    private static final int MAX_NAME_BYTES = 128;
    /** A statement must stay below 2 MB (MaxCompute documentation, Limits). */
    private static final int PARTITIONS_PER_STATEMENT = 1000;

    private final ForeignCatalog foreignCatalog;
    private final RemoteCatalog remoteCatalog;

    @Inject
    public MaxComputeDdl(ForeignCatalog foreignCatalog, RemoteCatalog remoteCatalog)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.remoteCatalog = requireNonNull(remoteCatalog, "remoteCatalog is null");
    }

    /**
     * @param ifNotExists whether an existing table is left as it is
     */
    NewTable createTable(ConnectorSession session, MaxComputeClient client, TableName name, ConnectorTableMetadata metadata, TypeMapper typeMapper, boolean ifNotExists)
    {
        checkName("Table", name.table());
        Options options = OptionProperties.fromProperties(foreignCatalog.optionTable(), OptionLevel.TABLE, metadata.getProperties());
        List<String> keys = options.get(MaxComputeOptions.PARTITIONED_BY).orElseGet(ImmutableList::of).stream()
                .map(key -> key.toLowerCase(Locale.ENGLISH))
                .collect(toImmutableList());
        List<ColumnMetadata> columns = metadata.getColumns();
        if (keys.size() >= columns.size() && !keys.isEmpty()) {
            throw new TrinoException(INVALID_TABLE_PROPERTY, "\"partitioned_by\" names all columns; a table needs one that is no partition column");
        }
        List<String> last = columns.subList(columns.size() - keys.size(), columns.size()).stream().map(ColumnMetadata::getName).toList();
        if (!last.equals(keys)) {
            throw new TrinoException(INVALID_TABLE_PROPERTY, "\"partitioned_by\" must name the last columns of the table in their order; it names %s, and the last columns are %s".formatted(keys, last));
        }
        for (ColumnMetadata column : columns.subList(columns.size() - keys.size(), columns.size())) {
            if (!PartitionValues.isSupported(column.getType())) {
                throw new TrinoException(NOT_SUPPORTED, "Unsupported type of partition column \"%s\": %s; text and integer types can be partition columns".formatted(column.getName(), column.getType().getDisplayName()));
            }
        }
        StringBuilder statement = new StringBuilder("CREATE TABLE ")
                .append(ifNotExists ? "IF NOT EXISTS " : "")
                .append(name.quoted())
                .append(" (")
                .append(columns.subList(0, columns.size() - keys.size()).stream().map(column -> columnDefinition(column, typeMapper)).collect(joining(", ")))
                .append(")");
        metadata.getComment().ifPresent(comment -> statement.append(" COMMENT ").append(SqlText.literal(comment)));
        if (!keys.isEmpty()) {
            statement.append(columns.subList(columns.size() - keys.size(), columns.size()).stream()
                    .map(column -> columnDefinition(column, typeMapper))
                    .collect(joining(", ", " PARTITIONED BY (", ")")));
        }
        options.get(MaxComputeOptions.LIFECYCLE).ifPresent(days -> statement.append(" LIFECYCLE ").append(days));
        execute(client, name, statement.append(";").toString());
        return new NewTable(keys);
    }

    private static String columnDefinition(ColumnMetadata column, TypeMapper typeMapper)
    {
        if (column.getDefaultValue().isPresent()) {
            throw new TrinoException(NOT_SUPPORTED, "Default values of columns are not supported");
        }
        checkName("Column", column.getName());
        if (column.getName().contains(",") || !column.getName().equals(column.getName().strip())) {
            throw new TrinoException(INVALID_ARGUMENTS, "Column name '%s' has a comma, or a blank at an end; the tunnel of MaxCompute cannot name such a column".formatted(column.getName()));
        }
        MaxComputeType type = typeMapper.toMaxComputeType(column.getType());
        return SqlText.quote(column.getName()) + " " + type
                + (column.isNullable() ? "" : " NOT NULL")
                + column.getComment().map(comment -> " COMMENT " + SqlText.literal(comment)).orElse("");
    }

    void dropTable(MaxComputeClient client, TableName name, boolean ifExists)
    {
        execute(client, name, "DROP TABLE %s%s;".formatted(ifExists ? "IF EXISTS " : "", name.quoted()));
    }

    void renameTable(MaxComputeClient client, TableName name, String newName)
    {
        checkName("Table", newName);
        execute(client, name, "ALTER TABLE %s RENAME TO %s;".formatted(name.quoted(), SqlText.quote(newName)));
    }

    void truncateTable(MaxComputeClient client, TableName name)
    {
        execute(client, name, "TRUNCATE TABLE %s;".formatted(name.quoted()));
    }

    void setLifecycle(MaxComputeClient client, TableName name, int days)
    {
        execute(client, name, "ALTER TABLE %s SET LIFECYCLE %s;".formatted(name.quoted(), days));
    }

    /**
     * @param partitions any number; each statement does away with many, all or none of them
     */
    void dropPartitions(MaxComputeClient client, TableName name, List<PartitionSpec> partitions)
    {
        for (List<PartitionSpec> part : Lists.partition(partitions, PARTITIONS_PER_STATEMENT)) {
            execute(client, name, "ALTER TABLE %s DROP IF EXISTS %s;".formatted(name.quoted(), partitionList(part)));
        }
    }

    void truncatePartitions(MaxComputeClient client, TableName name, List<PartitionSpec> partitions)
    {
        for (List<PartitionSpec> part : Lists.partition(partitions, PARTITIONS_PER_STATEMENT)) {
            execute(client, name, "TRUNCATE TABLE %s %s;".formatted(name.quoted(), partitionList(part)));
        }
    }

    private static String partitionList(List<PartitionSpec> partitions)
    {
        return partitions.stream()
                .map(partition -> "PARTITION (%s)".formatted(partition.sqlForm()))
                .collect(joining(", "));
    }

    void addColumn(MaxComputeClient client, TableName name, ColumnMetadata column, TypeMapper typeMapper)
    {
        if (!column.isNullable()) {
            throw new TrinoException(NOT_SUPPORTED, "This connector does not support adding not null columns");
        }
        execute(client, name, "ALTER TABLE %s ADD COLUMNS (%s);".formatted(name.quoted(), columnDefinition(column, typeMapper)));
    }

    void setTableComment(MaxComputeClient client, TableName name, Optional<String> comment)
    {
        execute(client, name, "ALTER TABLE %s SET COMMENT %s;".formatted(name.quoted(), SqlText.literal(comment.orElse(""))));
    }

    void setColumnComment(MaxComputeClient client, TableName name, String column, Optional<String> comment)
    {
        execute(client, name, "ALTER TABLE %s CHANGE COLUMN %s COMMENT %s;".formatted(name.quoted(), SqlText.quote(column), SqlText.literal(comment.orElse(""))));
    }

    /**
     * The bounds of names (MaxCompute documentation, Limits).
     */
    static void checkName(String kind, String name)
    {
        if (utf8Slice(name).length() > MAX_NAME_BYTES) {
            throw new TrinoException(INVALID_ARGUMENTS, "%s name '%s' is longer than the %s bytes that MaxCompute allows".formatted(kind, name, MAX_NAME_BYTES));
        }
    }

    private void execute(MaxComputeClient client, TableName name, String statement)
    {
        try {
            client.sql(name.project()).execute(name.project(), statement, name.schema().isPresent());
        }
        finally {
            remoteCatalog.flush();
        }
    }

    /**
     * @param partitionKeys names of the partition columns
     */
    record NewTable(List<String> partitionKeys) {}
}
