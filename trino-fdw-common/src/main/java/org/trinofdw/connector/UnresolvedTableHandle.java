package org.trinofdw.connector;

import io.trino.spi.TrinoException;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.handle.FdwTableHandle;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * A foreign table whose definition does not fit its remote table, or whose server cannot be reached. It can be shown, changed and dropped; whatever asks
 * for its columns fails with the reason. It never leaves the coordinator.
 */
record UnresolvedTableHandle(ForeignTable definition, TrinoException failure)
        implements FdwTableHandle
{
    UnresolvedTableHandle
    {
        requireNonNull(definition, "definition is null");
        requireNonNull(failure, "failure is null");
    }

    @Override
    public SchemaTableName name()
    {
        return definition.name();
    }

    @Override
    public String server()
    {
        return definition.server();
    }

    @Override
    public boolean foreignTable()
    {
        return true;
    }

    @Override
    public List<? extends FdwColumnHandle> columns()
    {
        throw failure;
    }
}
