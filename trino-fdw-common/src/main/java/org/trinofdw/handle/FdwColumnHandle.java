package org.trinofdw.handle;

import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.type.Type;

import java.util.Optional;

/**
 * A column of a foreign table as the planner sees it. Implementations are records that hold neither secrets nor open resources.
 */
public interface FdwColumnHandle
        extends ColumnHandle
{
    /** The local column name, in lower case. */
    String name();

    Type type();

    boolean nullable();

    /** True for columns that {@code SELECT *} leaves out, such as {@code "$node"}. */
    default boolean hidden()
    {
        return false;
    }

    /** True if the remote table computes the value of the column. */
    default boolean generatedRemotely()
    {
        return false;
    }

    default Optional<String> comment()
    {
        return Optional.empty();
    }

    default ColumnMetadata toColumnMetadata()
    {
        return ColumnMetadata.builder()
                .setName(name())
                .setType(type())
                .setNullable(nullable())
                .setHidden(hidden())
                .setComment(comment())
                .build();
    }
}
