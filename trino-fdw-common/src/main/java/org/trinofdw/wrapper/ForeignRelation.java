package org.trinofdw.wrapper;

import com.google.common.collect.ImmutableList;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.option.EffectiveOptions;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * A foreign table, or one partition of it, as a wrapper sees it.
 *
 * @param name the local name
 * @param server name of the foreign server
 * @param columns all declared columns, in their order
 * @param options the options in force: of the session, the table, the user mapping, the server, the wrapper, and the defaults. They may hold secrets.
 */
public record ForeignRelation(SchemaTableName name, String server, List<RelationColumn> columns, EffectiveOptions options)
{
    public ForeignRelation
    {
        requireNonNull(name, "name is null");
        requireNonNull(server, "server is null");
        columns = ImmutableList.copyOf(columns);
        requireNonNull(options, "options is null");
    }

    /** Names the table only: the options may hold secrets. */
    @Override
    public String toString()
    {
        return name + " on " + server;
    }
}
