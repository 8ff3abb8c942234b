package org.trinofdw.connector.system;

import com.google.common.collect.ImmutableList;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.InMemoryRecordSet;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.type.Type;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * {@code "t$partitions"}: the partitions that hold the rows of the table t, declared or live.
 */
public final class PartitionsTable
        extends DefinitionTable
{
    private static final String SUFFIX = "$partitions";

    private static final List<ColumnMetadata> COLUMNS = ImmutableList.of(
            column("partition", VARCHAR, "its name"),
            column("bounds", VARCHAR, "the bounds or values, from the top level down"),
            column("server", VARCHAR, "the server that has it, as the hidden column $server shows it"),
            column("remote_name", VARCHAR, "the remote table or partition; null if the server does not say it"),
            column("matched", BOOLEAN, "whether the server has the partition"),
            column("rows", BIGINT, "as the server knows it without counting; null if it does not"),
            column("size", BIGINT, "in bytes; null if the server does not know it"));

    private final Supplier<List<Row>> partitions;

    /**
     * @param table the table that has the partitions
     * @param partitions asks the servers, each time that the table is read
     */
    public PartitionsTable(SchemaTableName table, Supplier<List<Row>> partitions)
    {
        super(new SchemaTableName(table.getSchemaName(), table.getTableName() + SUFFIX), COLUMNS);
        this.partitions = requireNonNull(partitions, "partitions is null");
    }

    /** The table whose partitions are asked for, if the name is of the form {@code t$partitions}. */
    public static Optional<SchemaTableName> partitionedTable(SchemaTableName name)
    {
        String table = name.getTableName();
        return table.endsWith(SUFFIX) && table.length() > SUFFIX.length() ?
                Optional.of(new SchemaTableName(name.getSchemaName(), table.substring(0, table.length() - SUFFIX.length()))) :
                Optional.empty();
    }

    @Override
    protected void addRows(InMemoryRecordSet.Builder rows)
    {
        for (Row row : partitions.get()) {
            rows.addRow(
                    row.partition(),
                    row.bounds(),
                    row.server(),
                    row.remoteName().orElse(null),
                    row.matched(),
                    orNull(row.rows()),
                    orNull(row.size()));
        }
    }

    private static Long orNull(OptionalLong value)
    {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static ColumnMetadata column(String name, Type type, String comment)
    {
        return ColumnMetadata.builder().setName(name).setType(type).setComment(Optional.of(comment)).build();
    }

    /**
     * A partition.
     *
     * @param partition its name; for a declared table what the hidden column {@code "$partition"} shows
     * @param bounds in the form of the DDL, those of the top level first
     * @param matched false for a declared partition that the server does not have
     * @param rows empty if the server does not know the number without counting
     * @param size in bytes
     */
    public record Row(String partition, String bounds, String server, Optional<String> remoteName, boolean matched, OptionalLong rows, OptionalLong size)
    {
        public Row
        {
            requireNonNull(partition, "partition is null");
            requireNonNull(bounds, "bounds is null");
            requireNonNull(server, "server is null");
            requireNonNull(remoteName, "remoteName is null");
            requireNonNull(rows, "rows is null");
            requireNonNull(size, "size is null");
        }
    }
}
