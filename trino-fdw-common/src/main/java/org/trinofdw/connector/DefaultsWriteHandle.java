package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.NullableValue;
import org.trinofdw.handle.FdwWritableTableHandle;

import java.util.List;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * The target of an INSERT that leaves out columns with a DEFAULT.
 *
 * @param target what the wrapper made of the columns of the statement and those of the defaults, which come last
 * @param defaults the values of the last columns
 */
public record DefaultsWriteHandle(ConnectorInsertTableHandle target, SchemaTableName name, String server, Set<String> servers, List<NullableValue> defaults)
        implements FdwWritableTableHandle
{
    public DefaultsWriteHandle
    {
        requireNonNull(target, "target is null");
        requireNonNull(name, "name is null");
        requireNonNull(server, "server is null");
        servers = ImmutableSet.copyOf(servers);
        defaults = ImmutableList.copyOf(defaults);
    }

    @Override
    public String toString()
    {
        return target.toString();
    }
}
