package org.trinofdw.wrapper;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.type.Type;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.option.Option;
import org.trinofdw.option.Options;

import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A column of a foreign table.
 *
 * @param options text by option name, those set on the column alone
 */
public record RelationColumn(String name, Type type, boolean nullable, Optional<String> comment, Map<String, String> options)
        implements FdwColumnHandle
{
    public RelationColumn
    {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
        requireNonNull(comment, "comment is null");
        options = ImmutableMap.copyOf(options);
    }

    static RelationColumn of(ForeignColumn column)
    {
        return new RelationColumn(column.name(), column.type().trinoType(), column.nullable(), column.comment(), column.options());
    }

    /** The value that is set on the column, else the default of the option. */
    public <T> Optional<T> option(Option<T> option)
    {
        return Options.fromValidated(options).get(option).or(option::defaultValue);
    }
}
