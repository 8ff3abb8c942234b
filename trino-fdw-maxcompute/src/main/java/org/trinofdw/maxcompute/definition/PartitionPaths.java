package org.trinofdw.maxcompute.definition;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.trino.spi.TrinoException;
import org.trinofdw.maxcompute.handle.PartitionSpec;

import java.util.List;

import static java.util.stream.Collectors.joining;
import static org.trinofdw.error.FdwErrorCode.INVALID_OPTION;

/**
 * The option "partition": the full path of a lowest-level partition (AnalyticDB, Lowest-level partitioned foreign tables).
 */
public final class PartitionPaths
{
    private PartitionPaths() {}

    /**
     * @param keys partition columns of the remote table, in the order of the hierarchy; empty when they are not known
     * @throws TrinoException with INVALID_OPTION that shows the right form
     */
    public static PartitionSpec parse(String path, List<String> keys)
    {
        ImmutableList.Builder<String> columns = ImmutableList.builder();
        ImmutableList.Builder<String> values = ImmutableList.builder();
        for (String pair : Splitter.on(',').split(path)) {
            int equals = pair.indexOf('=');
            if (equals <= 0 || equals == pair.length() - 1 || pair.chars().anyMatch(Character::isWhitespace)) {
                throw invalid(path, keys);
            }
            columns.add(pair.substring(0, equals));
            values.add(pair.substring(equals + 1));
        }
        PartitionSpec spec = new PartitionSpec(columns.build(), values.build());
        if (!keys.isEmpty() && (spec.columns().size() != keys.size() || !sameNames(spec.columns(), keys))) {
            throw invalid(path, keys);
        }
        return spec;
    }

    private static boolean sameNames(List<String> first, List<String> second)
    {
        for (int index = 0; index < first.size(); index++) {
            if (!first.get(index).equalsIgnoreCase(second.get(index))) {
                return false;
            }
        }
        return true;
    }

    private static TrinoException invalid(String path, List<String> keys)
    {
        String form = keys.isEmpty() ? "key=value,key=value" : keys.stream().map(key -> key + "=value").collect(joining(","));
        return new TrinoException(INVALID_OPTION, "invalid value '%s' for option \"partition\"; give the full path of a lowest-level partition in the order of the hierarchy, without spaces: %s".formatted(path, form));
    }
}
