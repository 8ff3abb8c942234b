package org.trinofdw.handle;

import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.SchemaTableName;

import java.util.Set;

/**
 * The target of an INSERT or a CREATE TABLE AS. Implementations are records without secrets or open resources.
 */
public interface FdwWritableTableHandle
        extends ConnectorInsertTableHandle, ConnectorOutputTableHandle
{
    /** The local name of the target. */
    SchemaTableName name();

    /** Name of the foreign server that is written to. */
    String server();

    /** The servers that are written to, if they are several. */
    default Set<String> servers()
    {
        return Set.of(server());
    }
}
