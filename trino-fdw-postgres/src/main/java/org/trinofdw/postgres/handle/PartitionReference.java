package org.trinofdw.postgres.handle;

import io.trino.spi.connector.SchemaTableName;

import static java.util.Objects.requireNonNull;

/**
 * A partition of a foreign table: a foreign table of its own.
 *
 * @param server the foreign server that holds its rows
 */
public record PartitionReference(SchemaTableName name, String server)
{
    public PartitionReference
    {
        requireNonNull(name, "name is null");
        requireNonNull(server, "server is null");
    }
}
