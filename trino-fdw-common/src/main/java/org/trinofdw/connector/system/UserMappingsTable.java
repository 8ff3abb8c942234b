package org.trinofdw.connector.system;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.InMemoryRecordSet;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.UserMapping;

import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * {@code system.user_mappings}: who is mapped on which server. Secrets are hidden.
 */
public final class UserMappingsTable
        extends DefinitionTable
{
    private final ForeignCatalog catalog;
    private final OptionsText options;

    @Inject
    public UserMappingsTable(ForeignCatalog catalog)
    {
        super("user_mappings", ImmutableList.of(
                new ColumnMetadata("server_name", VARCHAR),
                new ColumnMetadata("user_name", VARCHAR),
                new ColumnMetadata("options", VARCHAR)));
        this.catalog = requireNonNull(catalog, "catalog is null");
        this.options = new OptionsText(catalog.optionTable());
    }

    @Override
    protected void addRows(InMemoryRecordSet.Builder rows)
    {
        for (UserMapping mapping : catalog.userMappings()) {
            rows.addRow(mapping.server(), mapping.user(), options.list(mapping.options()).orElse(null));
        }
    }
}
