package org.trinofdw.wrapper;

import com.google.common.collect.ImmutableList;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.handle.FdwWritableTableHandle;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * The target of an INSERT.
 *
 * @param columns names of the columns that rows bring
 */
public record WrapperInsertHandle(WrapperSource target, List<String> columns, String queryId)
        implements FdwWritableTableHandle
{
    public WrapperInsertHandle
    {
        requireNonNull(target, "target is null");
        columns = ImmutableList.copyOf(columns);
        requireNonNull(queryId, "queryId is null");
    }

    @Override
    public SchemaTableName name()
    {
        return target.name();
    }

    @Override
    public String server()
    {
        return target.server();
    }
}
