package org.trinofdw.handle;

import io.trino.spi.type.Type;

import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * Handle of a {@link HiddenColumn}.
 */
public record HiddenColumnHandle(HiddenColumn column)
        implements FdwColumnHandle
{
    public HiddenColumnHandle
    {
        requireNonNull(column, "column is null");
    }

    @Override
    public String name()
    {
        return column.columnName();
    }

    @Override
    public Type type()
    {
        return VARCHAR;
    }

    @Override
    public boolean nullable()
    {
        return true;
    }

    @Override
    public boolean hidden()
    {
        return true;
    }
}
