package org.trinofdw.ddl;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.ddl.syntax.DdlErrors;
import org.trinofdw.ddl.syntax.PartitionBuilder;
import org.trinofdw.definition.DeclaredPartition;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionBound;
import org.trinofdw.definition.PartitionScheme;
import org.trinofdw.definition.PartitionScheme.Style;
import org.trinofdw.definition.PartitionValue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.IntStream.range;
import static org.trinofdw.ddl.syntax.DdlErrors.error;

/**
 * Edits the partitions that a table declares inside itself, by the values of their keys.
 */
public final class DeclaredPartitionEditor
{
    private final ForeignCatalog catalog;

    @Inject
    public DeclaredPartitionEditor(ForeignCatalog catalog)
    {
        this.catalog = requireNonNull(catalog, "catalog is null");
    }

    /**
     * What a synchronisation does, each partition as its values.
     */
    public record Difference(List<List<String>> missing, List<List<String>> unmatched)
    {
        public Difference
        {
            missing = ImmutableList.copyOf(missing);
            unmatched = ImmutableList.copyOf(unmatched);
        }
    }

    /**
     * @param path values of the keys from the top, as {@code pt=20170603,region=hangzhou}; a partition whose path ends early gets the subpartitions of the template
     * @throws TrinoException if it exists, or the path is not of the right form
     */
    public void add(SchemaTableName table, String path)
    {
        change(table, definition -> {
            List<String> values = values(definition, path);
            if (contains(definition.partitioning().orElseThrow().partitions(), values)) {
                throw DdlErrors.exists("partition \"%s\" of foreign table \"%s\"".formatted(path, table));
            }
            return added(definition, values);
        });
    }

    /**
     * @param path as for {@link #add}; all that is below goes too
     * @throws TrinoException if there is no such partition, or the path is not of the right form
     */
    public void drop(SchemaTableName table, String path)
    {
        change(table, definition -> {
            List<String> values = values(definition, path);
            if (!contains(definition.partitioning().orElseThrow().partitions(), values)) {
                throw error("partition \"%s\" of foreign table \"%s\" does not exist; system.foreign_partitions lists those that do".formatted(path, table));
            }
            return dropped(definition, values);
        });
    }

    /**
     * Compares the lowest-level partitions of the definition with those of the remote table.
     *
     * @param remote the remote partitions, each as the values of its keys
     */
    public static Difference compare(ForeignTable table, List<List<String>> remote)
    {
        Set<List<String>> declared = new LinkedHashSet<>();
        collect(scheme(table).partitions(), ImmutableList.of(), scheme(table).levels().size(), declared);
        Set<List<String>> found = ImmutableSet.copyOf(remote);
        return new Difference(
                found.stream().filter(values -> !declared.contains(values)).collect(toImmutableList()),
                declared.stream().filter(values -> !found.contains(values)).collect(toImmutableList()));
    }

    /**
     * Adds what is missing and drops what is unmatched, all or nothing.
     */
    public void apply(SchemaTableName table, Difference difference)
    {
        change(table, definition -> {
            ForeignTable changed = definition;
            for (List<String> values : difference.missing()) {
                changed = added(changed, values);
            }
            for (List<String> values : difference.unmatched()) {
                changed = dropped(changed, values);
            }
            return changed;
        });
    }

    /** The values as a path. */
    public static String path(ForeignTable table, List<String> values)
    {
        List<String> keys = scheme(table).keys();
        return range(0, values.size())
                .mapToObj(index -> keys.get(index) + "=" + values.get(index))
                .collect(joining(","));
    }

    private void change(SchemaTableName table, UnaryOperator<ForeignTable> change)
    {
        catalog.change(executor -> executor.definitions().replaceTable(change.apply(executor.definitions().requireTable(table))));
    }

    private static PartitionScheme scheme(ForeignTable table)
    {
        return table.partitioning()
                .filter(scheme -> scheme.style() == Style.DECLARED)
                .orElseThrow(() -> error("foreign table \"%s\" declares no partitions inside itself; of other tables they are tables of their own, or as the remote table has them".formatted(table.name())));
    }

    private static List<String> values(ForeignTable table, String path)
    {
        List<String> keys = scheme(table).keys();
        List<String> values = new ArrayList<>();
        List<String> pairs = Splitter.on(',').splitToList(path);
        for (int index = 0; index < pairs.size(); index++) {
            int equals = pairs.get(index).indexOf('=');
            if (index >= keys.size() || equals <= 0 || !pairs.get(index).substring(0, equals).equals(keys.get(index)) || equals == pairs.get(index).length() - 1) {
                throw error("invalid partition \"%s\" of foreign table \"%s\"; write its keys in their order, without spaces: %s".formatted(
                        path,
                        table.name(),
                        keys.stream().map(key -> key + "=value").collect(joining(","))));
            }
            values.add(pairs.get(index).substring(equals + 1));
        }
        return values;
    }

    private static ForeignTable added(ForeignTable table, List<String> values)
    {
        PartitionScheme scheme = scheme(table);
        List<DeclaredPartition> partitions = PartitionBuilder.fromTemplates(scheme.levels(), added(scheme.partitions(), values));
        return table.withPartitioning(Optional.of(scheme.withPartitions(partitions)));
    }

    private static List<DeclaredPartition> added(List<DeclaredPartition> partitions, List<String> values)
    {
        String value = values.getFirst();
        List<String> below = values.subList(1, values.size());
        if (partitions.stream().noneMatch(partition -> holds(partition, value))) {
            DeclaredPartition partition = new DeclaredPartition(
                    freeName(partitions, value),
                    new PartitionBound.In(ImmutableList.of(PartitionValue.literal(value))),
                    below.isEmpty() ? ImmutableList.of() : added(ImmutableList.of(), below));
            return ImmutableList.<DeclaredPartition>builder().addAll(partitions).add(partition).build();
        }
        return partitions.stream()
                .map(partition -> holds(partition, value) && !below.isEmpty() ? partition.withSubpartitions(added(partition.subpartitions(), below)) : partition)
                .collect(toImmutableList());
    }

    private static String freeName(List<DeclaredPartition> partitions, String value)
    {
        String name = value;
        for (int suffix = 2; nameTaken(partitions, name); suffix++) {
            name = value + "_" + suffix;
        }
        return name;
    }

    private static boolean nameTaken(List<DeclaredPartition> partitions, String name)
    {
        return partitions.stream().anyMatch(partition -> partition.name().equals(name));
    }

    private static ForeignTable dropped(ForeignTable table, List<String> values)
    {
        PartitionScheme scheme = scheme(table);
        return table.withPartitioning(Optional.of(scheme.withPartitions(dropped(scheme.partitions(), values))));
    }

    private static List<DeclaredPartition> dropped(List<DeclaredPartition> partitions, List<String> values)
    {
        ImmutableList.Builder<DeclaredPartition> kept = ImmutableList.builder();
        for (DeclaredPartition partition : partitions) {
            if (!holds(partition, values.getFirst())) {
                kept.add(partition);
            }
            else if (values.size() > 1) {
                List<DeclaredPartition> subpartitions = dropped(partition.subpartitions(), values.subList(1, values.size()));
                // a partition whose last subpartition goes would read nothing
                if (!subpartitions.isEmpty()) {
                    kept.add(partition.withSubpartitions(subpartitions));
                }
            }
            else {
                List<PartitionValue> others = literals(partition).stream().filter(value -> !value.equals(PartitionValue.literal(values.getFirst()))).collect(toImmutableList());
                if (!others.isEmpty()) {
                    kept.add(new DeclaredPartition(partition.name(), new PartitionBound.In(others), partition.subpartitions()));
                }
            }
        }
        return kept.build();
    }

    private static boolean contains(List<DeclaredPartition> partitions, List<String> values)
    {
        return values.isEmpty() || partitions.stream()
                .anyMatch(partition -> holds(partition, values.getFirst()) && contains(partition.subpartitions(), values.subList(1, values.size())));
    }

    private static boolean holds(DeclaredPartition partition, String value)
    {
        return literals(partition).contains(PartitionValue.literal(value));
    }

    private static List<PartitionValue> literals(DeclaredPartition partition)
    {
        return partition.bound() instanceof PartitionBound.In in ? in.values() : ImmutableList.of();
    }

    private static void collect(List<DeclaredPartition> partitions, List<String> above, int levels, Set<List<String>> found)
    {
        for (DeclaredPartition partition : partitions) {
            for (PartitionValue value : literals(partition)) {
                List<String> values = ImmutableList.<String>builder().addAll(above).add(value.text().orElse("")).build();
                if (values.size() == levels) {
                    found.add(values);
                }
                else {
                    collect(partition.subpartitions(), values, levels, found);
                }
            }
        }
    }
}
