package org.trinofdw.connector.system;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.InMemoryRecordSet;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.ddl.syntax.ForeignDdlWriter;
import org.trinofdw.definition.DeclaredPartition;
import org.trinofdw.definition.ForeignTable;

import java.util.List;
import java.util.Optional;

import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * {@code system.foreign_partitions}: the lowest partitions declared inside tables, and the tables that are partitions
 * of others, each with its bound.
 */
public final class ForeignPartitionsTable
        extends DefinitionTable
{
    private final ForeignCatalog catalog;

    @Inject
    public ForeignPartitionsTable(ForeignCatalog catalog)
    {
        super("foreign_partitions", ImmutableList.of(
                new ColumnMetadata("table_schema", VARCHAR),
                new ColumnMetadata("table_name", VARCHAR),
                ColumnMetadata.builder().setName("partition_name").setType(VARCHAR).setComment(Optional.of("the names from the top level down with / between them, or schema.table of a partition that is a table")).build(),
                new ColumnMetadata("partition_keys", VARCHAR),
                new ColumnMetadata("partition_bound", VARCHAR),
                new ColumnMetadata("server_name", VARCHAR)));
        this.catalog = requireNonNull(catalog, "catalog is null");
    }

    @Override
    protected void addRows(InMemoryRecordSet.Builder rows)
    {
        for (ForeignTable table : catalog.tables()) {
            table.partitioning().ifPresent(scheme -> {
                addDeclared(rows, table, scheme.partitions(), "", "");
                for (ForeignTable partition : catalog.partitionsOf(table.name())) {
                    partition.partitionOf().ifPresent(of -> rows.addRow(
                            table.name().getSchemaName(),
                            table.name().getTableName(),
                            partition.name().toString(),
                            String.join(", ", scheme.keys()),
                            ForeignDdlWriter.write(of.bound()),
                            partition.server()));
                }
            });
        }
    }

    private static void addDeclared(InMemoryRecordSet.Builder rows, ForeignTable table, List<DeclaredPartition> partitions, String path, String bounds)
    {
        for (DeclaredPartition partition : partitions) {
            String name = path + partition.name();
            String bound = bounds + ForeignDdlWriter.write(partition.bound());
            if (partition.subpartitions().isEmpty()) {
                rows.addRow(
                        table.name().getSchemaName(),
                        table.name().getTableName(),
                        name,
                        String.join(", ", table.partitioning().orElseThrow().keys()),
                        bound,
                        table.server());
            }
            else {
                addDeclared(rows, table, partition.subpartitions(), name + "/", bound + ", ");
            }
        }
    }
}
