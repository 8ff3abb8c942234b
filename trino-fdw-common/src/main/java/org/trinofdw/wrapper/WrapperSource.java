package org.trinofdw.wrapper;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.definition.ForeignTable;

import java.util.List;
import java.util.Map;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * A definition that rows are read from: the table itself, or one of its partitions.
 *
 * @param options text by option name, those set on the table alone
 * @param domain what the bounds of a partition say of its rows, by column name
 */
public record WrapperSource(SchemaTableName name, String server, List<RelationColumn> columns, Map<String, String> options, TupleDomain<String> domain)
{
    public WrapperSource
    {
        requireNonNull(name, "name is null");
        requireNonNull(server, "server is null");
        columns = ImmutableList.copyOf(columns);
        options = ImmutableMap.copyOf(options);
        requireNonNull(domain, "domain is null");
    }

    static WrapperSource of(ForeignTable table, TupleDomain<String> domain)
    {
        List<RelationColumn> columns = table.columns().stream().map(RelationColumn::of).collect(toImmutableList());
        return new WrapperSource(table.name(), table.server(), columns, table.options(), domain);
    }

    /** The columns of these names, in the order asked for. */
    List<RelationColumn> columns(List<String> names)
    {
        return names.stream()
                .map(name -> columns.stream().filter(column -> column.name().equals(name)).findFirst().orElseThrow())
                .collect(toImmutableList());
    }
}
