package org.trinofdw.connector.system;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.InMemoryRecordSet;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignServer;

import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * {@code system.foreign_servers}: the catalog itself and the servers made by CREATE SERVER.
 */
public final class ForeignServersTable
        extends DefinitionTable
{
    private final ForeignCatalog catalog;
    private final OptionsText options;

    @Inject
    public ForeignServersTable(ForeignCatalog catalog)
    {
        super("foreign_servers", ImmutableList.of(
                new ColumnMetadata("server_name", VARCHAR),
                new ColumnMetadata("wrapper_name", VARCHAR),
                new ColumnMetadata("is_catalog", BOOLEAN),
                new ColumnMetadata("options", VARCHAR)));
        this.catalog = requireNonNull(catalog, "catalog is null");
        this.options = new OptionsText(catalog.optionTable());
    }

    @Override
    protected void addRows(InMemoryRecordSet.Builder rows)
    {
        String own = catalog.ownServerName();
        for (ForeignServer server : catalog.servers()) {
            rows.addRow(server.name(), server.wrapper(), server.name().equals(own), options.list(server.options()).orElse(null));
        }
    }
}
