package org.trinofdw.wrapper;

import com.google.common.collect.ImmutableList;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.handle.FdwTableHandle;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * A foreign table of a {@link ForeignDataWrapper}.
 *
 * @param remote how EXPLAIN names what is read; empty for a table with partitions
 * @param partitioned whether the sources are partitions
 * @param sources what the rows are read from
 * @param constraint what the query asks of the rows; partitions outside of it are not read
 */
public record WrapperTableHandle(
        SchemaTableName name,
        String server,
        List<RelationColumn> columns,
        Optional<String> comment,
        String remote,
        boolean partitioned,
        List<WrapperSource> sources,
        TupleDomain<ColumnHandle> constraint)
        implements FdwTableHandle
{
    public WrapperTableHandle
    {
        requireNonNull(name, "name is null");
        requireNonNull(server, "server is null");
        columns = ImmutableList.copyOf(columns);
        requireNonNull(comment, "comment is null");
        requireNonNull(remote, "remote is null");
        sources = ImmutableList.copyOf(sources);
        requireNonNull(constraint, "constraint is null");
    }

    WrapperTableHandle withConstraint(TupleDomain<ColumnHandle> constraint)
    {
        return new WrapperTableHandle(name, server, columns, comment, remote, partitioned, sources, constraint);
    }

    @Override
    public boolean foreignTable()
    {
        return true;
    }

    @Override
    public Set<String> servers()
    {
        return sources.stream().map(WrapperSource::server).collect(toImmutableSet());
    }

    /** The sources that may have rows within both the constraint and the filter. */
    List<WrapperSource> remaining(TupleDomain<ColumnHandle> filter)
    {
        TupleDomain<String> wanted = constraint.intersect(filter).transformKeys(column -> ((FdwColumnHandle) column).name());
        return sources.stream()
                .filter(source -> source.domain().overlaps(wanted))
                .collect(toImmutableList());
    }

    /**
     * What EXPLAIN shows.
     */
    @Override
    public String toString()
    {
        return name + " " + (partitioned ? "partitions %s of %s".formatted(remaining(TupleDomain.all()).size(), sources.size()) : remote);
    }
}
