package org.trinofdw.connector.system;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.InMemoryRecordSet;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignTable;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * {@code system.foreign_table_options}: the options set on foreign tables and their columns, a row each.
 */
public final class ForeignTableOptionsTable
        extends DefinitionTable
{
    private final ForeignCatalog catalog;
    private final OptionsText options;

    @Inject
    public ForeignTableOptionsTable(ForeignCatalog catalog)
    {
        super("foreign_table_options", ImmutableList.of(
                new ColumnMetadata("table_schema", VARCHAR),
                new ColumnMetadata("table_name", VARCHAR),
                ColumnMetadata.builder().setName("column_name").setType(VARCHAR).setComment(Optional.of("null for options of the table itself")).build(),
                new ColumnMetadata("option_name", VARCHAR),
                new ColumnMetadata("option_value", VARCHAR)));
        this.catalog = requireNonNull(catalog, "catalog is null");
        this.options = new OptionsText(catalog.optionTable());
    }

    @Override
    protected void addRows(InMemoryRecordSet.Builder rows)
    {
        for (ForeignTable table : catalog.tables()) {
            addRows(rows, table, Optional.empty(), table.options());
            for (ForeignColumn column : table.columns()) {
                addRows(rows, table, Optional.of(column.name()), column.options());
            }
        }
    }

    private void addRows(InMemoryRecordSet.Builder rows, ForeignTable table, Optional<String> column, Map<String, String> values)
    {
        new TreeMap<>(values).forEach((name, value) -> rows.addRow(
                table.name().getSchemaName(),
                table.name().getTableName(),
                column.orElse(null),
                name,
                options.value(name, value)));
    }
}
