package org.trinofdw.ddl;

import com.google.common.collect.ImmutableList;
import org.trinofdw.ddl.syntax.DdlErrors;
import org.trinofdw.ddl.syntax.PartitionBuilder;
import org.trinofdw.ddl.syntax.TableAlteration.AddPartition;
import org.trinofdw.ddl.syntax.TableAlteration.DeclaredChange;
import org.trinofdw.ddl.syntax.TableAlteration.DropDefaultPartition;
import org.trinofdw.ddl.syntax.TableAlteration.DropPartition;
import org.trinofdw.ddl.syntax.TableAlteration.RenamePartition;
import org.trinofdw.definition.DeclaredPartition;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionBound;
import org.trinofdw.definition.PartitionLevel;
import org.trinofdw.definition.PartitionScheme;
import org.trinofdw.definition.PartitionScheme.Style;

import java.util.List;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static org.trinofdw.ddl.syntax.DdlErrors.error;

/**
 * Changes of the partitions that a table declares inside itself ("Manage partitions in a partitioned foreign table",
 * AnalyticDB for PostgreSQL).
 */
final class DeclaredPartitionChanges
{
    private DeclaredPartitionChanges() {}

    static ForeignTable apply(ForeignTable table, List<String> path, DeclaredChange change, List<String> notices)
    {
        PartitionScheme scheme = require(table);
        if (path.size() >= scheme.levels().size()) {
            throw error("foreign table \"%s\" has %s level(s) of partitions; partition \"%s\" has no subpartitions".formatted(table.name(), scheme.levels().size(), path.getLast()));
        }
        return table.withPartitioning(Optional.of(scheme.withPartitions(
                apply(scheme.levels(), scheme.partitions(), path, change, "foreign table \"%s\"".formatted(table.name()), notices))));
    }

    static ForeignTable setTemplate(ForeignTable table, List<DeclaredPartition> template)
    {
        PartitionScheme scheme = require(table);
        if (scheme.levels().size() < 2) {
            throw error("foreign table \"%s\" has no subpartitions; add SUBPARTITION BY when creating it".formatted(table.name()));
        }
        ImmutableList.Builder<PartitionLevel> levels = ImmutableList.builder();
        levels.add(scheme.levels().getFirst());
        levels.add(new PartitionLevel(scheme.levels().get(1).method(), scheme.levels().get(1).keys(), template));
        levels.addAll(scheme.levels().subList(2, scheme.levels().size()));
        return table.withPartitioning(Optional.of(scheme.withLevels(levels.build())));
    }

    private static PartitionScheme require(ForeignTable table)
    {
        PartitionScheme scheme = table.partitioning().orElseThrow(() -> error("foreign table \"%s\" is not partitioned".formatted(table.name())));
        if (scheme.style() != Style.DECLARED) {
            throw error("the partitions of foreign table \"%s\" are tables of their own; use CREATE FOREIGN TABLE … PARTITION OF, ATTACH PARTITION or DETACH PARTITION".formatted(table.name()));
        }
        return scheme;
    }

    private static List<DeclaredPartition> apply(List<PartitionLevel> levels, List<DeclaredPartition> partitions, List<String> path, DeclaredChange change, String subject, List<String> notices)
    {
        if (path.isEmpty()) {
            return apply(levels, partitions, change, subject, notices);
        }
        DeclaredPartition changed = find(partitions, path.getFirst(), subject);
        String name = "partition \"%s\" of %s".formatted(changed.name(), subject);
        List<DeclaredPartition> subpartitions = apply(levels.subList(1, levels.size()), changed.subpartitions(), path.subList(1, path.size()), change, name, notices);
        return partitions.stream()
                .map(partition -> partition == changed ? partition.withSubpartitions(subpartitions) : partition)
                .collect(toImmutableList());
    }

    private static List<DeclaredPartition> apply(List<PartitionLevel> levels, List<DeclaredPartition> partitions, DeclaredChange change, String subject, List<String> notices)
    {
        return switch (change) {
            case AddPartition add -> {
                if (isPresent(partitions, add.partition().name()) && add.ifNotExists()) {
                    notices.add("partition \"%s\" of %s exists already and is kept".formatted(add.partition().name(), subject));
                    yield partitions;
                }
                yield ImmutableList.<DeclaredPartition>builder()
                        .addAll(partitions)
                        .addAll(PartitionBuilder.fromTemplates(levels, ImmutableList.of(add.partition())))
                        .build();
            }
            case DropPartition drop -> {
                if (!isPresent(partitions, drop.name()) && drop.ifExists()) {
                    notices.add("partition \"%s\" of %s does not exist and is passed over".formatted(drop.name(), subject));
                    yield partitions;
                }
                DeclaredPartition dropped = find(partitions, drop.name(), subject);
                yield partitions.stream().filter(partition -> partition != dropped).collect(toImmutableList());
            }
            case DropDefaultPartition drop -> {
                List<DeclaredPartition> kept = partitions.stream().filter(partition -> !(partition.bound() instanceof PartitionBound.Default)).collect(toImmutableList());
                if (kept.size() == partitions.size()) {
                    if (!drop.ifExists()) {
                        throw error("%s has no DEFAULT partition; use IF EXISTS to pass over it".formatted(subject));
                    }
                    notices.add("%s has no DEFAULT partition".formatted(subject));
                }
                yield kept;
            }
            case RenamePartition rename -> {
                DeclaredPartition renamed = find(partitions, rename.name(), subject);
                if (isPresent(partitions, rename.newName())) {
                    throw DdlErrors.exists("partition \"%s\" of %s".formatted(rename.newName(), subject));
                }
                yield partitions.stream()
                        .map(partition -> partition == renamed ? new DeclaredPartition(rename.newName(), partition.bound(), partition.subpartitions()) : partition)
                        .collect(toImmutableList());
            }
        };
    }

    private static boolean isPresent(List<DeclaredPartition> partitions, String name)
    {
        return partitions.stream().anyMatch(partition -> partition.name().equals(name));
    }

    private static DeclaredPartition find(List<DeclaredPartition> partitions, String name, String subject)
    {
        return partitions.stream()
                .filter(partition -> partition.name().equals(name))
                .findFirst()
                .orElseThrow(() -> error("partition \"%s\" of %s does not exist%s".formatted(name, subject, DdlErrors.suggestion(name, partitions.stream().map(DeclaredPartition::name).toList(), "partitions"))));
    }
}
