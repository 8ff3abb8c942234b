package org.trinofdw.connector.system;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.InMemoryRecordSet;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.ddl.syntax.ForeignDdlWriter;
import org.trinofdw.definition.ForeignTable;

import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * {@code system.foreign_tables}: the tables with a definition, and the DDL that makes each of them again.
 */
public final class ForeignTablesTable
        extends DefinitionTable
{
    private final ForeignCatalog catalog;

    @Inject
    public ForeignTablesTable(ForeignCatalog catalog)
    {
        super("foreign_tables", ImmutableList.of(
                new ColumnMetadata("table_schema", VARCHAR),
                new ColumnMetadata("table_name", VARCHAR),
                new ColumnMetadata("server_name", VARCHAR),
                new ColumnMetadata("comment", VARCHAR),
                new ColumnMetadata("ddl", VARCHAR)));
        this.catalog = requireNonNull(catalog, "catalog is null");
    }

    @Override
    protected void addRows(InMemoryRecordSet.Builder rows)
    {
        for (ForeignTable table : catalog.tables()) {
            rows.addRow(table.name().getSchemaName(), table.name().getTableName(), table.server(), table.comment().orElse(null), ForeignDdlWriter.write(table));
        }
    }
}
