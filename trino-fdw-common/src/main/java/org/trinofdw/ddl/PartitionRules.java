package org.trinofdw.ddl;

import org.trinofdw.ddl.syntax.DdlErrors;
import org.trinofdw.definition.DeclaredPartition;
import org.trinofdw.definition.DeclaredType;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionBound;
import org.trinofdw.definition.PartitionLevel;
import org.trinofdw.definition.PartitionMethod;
import org.trinofdw.definition.PartitionOf;
import org.trinofdw.definition.PartitionScheme;
import org.trinofdw.definition.PartitionScheme.Style;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static org.trinofdw.ddl.syntax.DdlErrors.error;
import static org.trinofdw.definition.PartitionMethod.LIST;

/**
 * What partitions of one table must satisfy: bounds that fit its method and keys and do not overlap (CREATE TABLE of
 * PostgreSQL, "PARTITION OF"), and for declared partitions the rules of AnalyticDB ("Partitioned foreign tables").
 */
final class PartitionRules
{
    private PartitionRules() {}

    /**
     * Checks a table that is to be a partition of another one.
     *
     * @param children the present children of the parent, which may include the table itself
     */
    static void checkPartition(ForeignTable table, ForeignTable parent, List<ForeignTable> children)
    {
        Optional<PartitionScheme> scheme = parent.partitioning().filter(partitioning -> partitioning.style() == Style.CHILD_TABLES);
        if (scheme.isEmpty()) {
            throw error("foreign table \"%s\" cannot be a partition of \"%s\": \"%s\" is not partitioned; create it with PARTITION BY".formatted(table.name(), parent.name(), parent.name()));
        }
        PartitionLevel level = scheme.get().levels().getFirst();
        PartitionBound bound = table.partitionOf().orElseThrow().bound();
        PartitionComparison comparison = new PartitionComparison(keyTypes(parent, level), "partition \"%s\" of \"%s\"".formatted(table.name(), parent.name()));
        checkBound(level, bound, comparison);
        for (ForeignTable child : children) {
            Optional<PartitionOf> other = child.partitionOf().filter(partition -> partition.parent().equals(parent.name()));
            if (!child.name().equals(table.name()) && other.isPresent()) {
                comparison.checkOverlap(bound, other.get().bound(), child.name().toString());
            }
        }
    }

    /**
     * Checks the partitions that a table declares inside itself.
     */
    static void checkDeclared(ForeignTable table)
    {
        Optional<PartitionScheme> scheme = table.partitioning().filter(partitioning -> partitioning.style() == Style.DECLARED);
        if (scheme.isEmpty()) {
            return;
        }
        List<PartitionLevel> levels = scheme.get().levels();
        for (PartitionLevel level : levels) {
            if (level.method() != LIST || level.keys().size() != 1) {
                throw error("foreign table \"%s\" must be partitioned BY LIST of one column on each level; other methods cannot be declared inside a table".formatted(table.name()));
            }
        }
        List<String> keys = scheme.get().keys();
        List<String> columns = table.columns().stream().map(ForeignColumn::name).collect(toImmutableList());
        if (columns.size() < keys.size() || !columns.subList(columns.size() - keys.size(), columns.size()).equals(keys)) {
            throw error("the partition keys of foreign table \"%s\" must be its last columns, in the order of the levels: %s".formatted(table.name(), String.join(", ", keys)));
        }
        checkDeclared(table, levels, 0, scheme.get().partitions(), "foreign table \"%s\"".formatted(table.name()));
        for (int depth = 0; depth < levels.size(); depth++) {
            checkDeclared(table, levels, depth, levels.get(depth).template(), "subpartition template of foreign table \"%s\"".formatted(table.name()));
        }
    }

    private static void checkDeclared(ForeignTable table, List<PartitionLevel> levels, int depth, List<DeclaredPartition> partitions, String subject)
    {
        Set<String> names = new HashSet<>();
        PartitionLevel level = levels.get(depth);
        List<DeclaredType> keyTypes = keyTypes(table, level);
        for (int i = 0; i < partitions.size(); i++) {
            DeclaredPartition partition = partitions.get(i);
            String name = "partition \"%s\" of %s".formatted(partition.name(), subject);
            if (!names.add(partition.name())) {
                throw error("%s is declared more than once; give each partition its own name".formatted(name));
            }
            PartitionComparison comparison = new PartitionComparison(keyTypes, name);
            checkBound(level, partition.bound(), comparison);
            for (DeclaredPartition other : partitions.subList(0, i)) {
                comparison.checkOverlap(partition.bound(), other.bound(), other.name());
            }
            if (!partition.subpartitions().isEmpty()) {
                if (depth + 1 == levels.size()) {
                    throw error("%s cannot have subpartitions: the table has %s level(s); add SUBPARTITION BY".formatted(name, levels.size()));
                }
                checkDeclared(table, levels, depth + 1, partition.subpartitions(), name);
            }
        }
    }

    private static List<DeclaredType> keyTypes(ForeignTable table, PartitionLevel level)
    {
        return level.keys().stream()
                .map(key -> table.column(key).orElseThrow(() -> DdlErrors.noColumn(key, table.name(), table.columns().stream().map(ForeignColumn::name).toList())).type())
                .collect(toImmutableList());
    }

    private static void checkBound(PartitionLevel level, PartitionBound bound, PartitionComparison comparison)
    {
        PartitionMethod method = level.method();
        switch (bound) {
            case PartitionBound.In in -> {
                checkMethod(method, LIST, "IN (…)", comparison);
                if (level.keys().size() != 1) {
                    throw error("%s: LIST partitioning has one key column".formatted(comparison.subject()));
                }
                comparison.checkList(in);
            }
            case PartitionBound.Range range -> {
                checkMethod(method, PartitionMethod.RANGE, "FROM (…) TO (…)", comparison);
                comparison.checkRange(range);
            }
            case PartitionBound.Hash _ -> checkMethod(method, PartitionMethod.HASH, "WITH (MODULUS …, REMAINDER …)", comparison);
            case PartitionBound.Default _ -> {
                if (method == PartitionMethod.HASH) {
                    throw error("%s: a table partitioned BY HASH has no DEFAULT partition".formatted(comparison.subject()));
                }
            }
        }
    }

    private static void checkMethod(PartitionMethod method, PartitionMethod needed, String form, PartitionComparison comparison)
    {
        if (method != needed) {
            throw error("%s: a bound of the form %s does not fit a table partitioned BY %s; write %s".formatted(comparison.subject(), form, method, switch (method) {
                case LIST -> "FOR VALUES IN (…)";
                case RANGE -> "FOR VALUES FROM (…) TO (…)";
                case HASH -> "FOR VALUES WITH (MODULUS …, REMAINDER …)";
            }));
        }
    }
}
