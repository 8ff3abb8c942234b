package org.trinofdw.handle;

import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.SchemaTableName;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table of a wrapper as the planner sees it. Implementations are records; they travel to the workers as JSON, so they hold neither secrets nor open resources.
 */
public interface FdwTableHandle
        extends ConnectorTableHandle
{
    /** The local name. */
    SchemaTableName name();

    /** Name of the foreign server that holds the data; the catalog's own server has the catalog's name. */
    String server();

    /** Names of all foreign servers that hold some of the data; several if the table has partitions on them. */
    default Set<String> servers()
    {
        return Set.of(server());
    }

    /** True when a definition made by foreign DDL stands behind the table, false for a live remote table. */
    boolean foreignTable();

    /** All visible columns, in their order. */
    List<? extends FdwColumnHandle> columns();

    default Optional<String> comment()
    {
        return Optional.empty();
    }
}
