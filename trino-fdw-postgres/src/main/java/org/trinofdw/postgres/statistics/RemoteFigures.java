package org.trinofdw.postgres.statistics;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Inject;
import io.airlift.slice.Slice;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.statistics.TableStatistics;
import io.trino.spi.type.Type;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.statistics.ColumnFigures.CommonValue;
import org.trinofdw.postgres.statistics.StatisticsCatalog.ColumnRow;
import org.trinofdw.postgres.statistics.StatisticsCatalog.Member;
import org.trinofdw.postgres.statistics.StatisticsCatalog.Scope;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.lang.Math.max;
import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;

/**
 * What a server knows of the rows of its tables, those of partitions and heirs included. Where it has looked at the tables of a tree one by one but never at the
 * whole, as autovacuum leaves partitioned tables, their figures together are those of the tree.
 */
final class RemoteFigures
{
    /** The figures of the columns of more tables take longer to read than what they save; of those, the number of rows alone is known. */
    private static final int MOST_TABLES_WITH_COLUMNS = 100;

    private final ValueArrays valueArrays;

    @Inject
    RemoteFigures(ValueArrays valueArrays)
    {
        this.valueArrays = requireNonNull(valueArrays, "valueArrays is null");
    }

    /**
     * @param tables the columns that figures are wanted of, by the oids of the tables
     * @param constraint what is known of the rows that figures are wanted of
     * @return statistics by the oids of the tables; empty ones of tables whose number of rows is unknown
     */
    Map<Long, TableStatistics> statistics(RemoteTransaction transaction, Map<Long, List<FigureColumn>> tables, TupleDomain<ColumnHandle> constraint)
    {
        Map<Long, List<Member>> trees = StatisticsCatalog.members(transaction, tables.keySet());
        List<RemoteTableName> roots = trees.values().stream().flatMap(List::stream).filter(Member::isRoot).map(Member::name).collect(toImmutableList());
        Map<Scope, List<ColumnRow>> rows = new HashMap<>();
        if (roots.size() <= MOST_TABLES_WITH_COLUMNS) {
            rows.putAll(read(transaction, roots, tables, constraint));
        }
        List<RemoteTableName> membersOfUnknown = trees.values().stream()
                .filter(tree -> !isKnownAsWhole(tree, rows))
                .flatMap(tree -> tree.stream().map(Member::name))
                .distinct()
                .collect(toImmutableList());
        if (!membersOfUnknown.isEmpty() && membersOfUnknown.size() <= MOST_TABLES_WITH_COLUMNS) {
            rows.putAll(read(transaction, membersOfUnknown, tables, constraint));
        }
        ImmutableMap.Builder<Long, TableStatistics> statistics = ImmutableMap.builder();
        tables.forEach((table, columns) -> statistics.put(table, statistics(trees.getOrDefault(table, List.of()), columns, rows, constraint)));
        return statistics.buildOrThrow();
    }

    private Map<Scope, List<ColumnRow>> read(RemoteTransaction transaction, List<RemoteTableName> names, Map<Long, List<FigureColumn>> tables, TupleDomain<ColumnHandle> constraint)
    {
        List<FigureColumn> columns = tables.values().stream().flatMap(List::stream).collect(toImmutableList());
        Set<ColumnHandle> constrained = constraint.getDomains().orElse(Map.of()).keySet();
        return StatisticsCatalog.columns(
                transaction,
                names,
                columns.stream().map(FigureColumn::remoteName).collect(toImmutableSet()),
                columns.stream()
                        .filter(column -> constrained.contains(column.handle()) || mayHaveRange(column.handle().type()))
                        .filter(column -> valueArrays.isReadable(column.remoteType(), column.handle().type()))
                        .map(FigureColumn::remoteName)
                        .collect(toImmutableSet()));
    }

    /** Text has no range for Trino, and may be long. */
    private static boolean mayHaveRange(Type type)
    {
        return type.isOrderable() && !type.getJavaType().equals(Slice.class);
    }

    private static Member root(List<Member> tree)
    {
        return tree.stream().filter(Member::isRoot).findFirst().orElseThrow();
    }

    private static boolean isKnownAsWhole(List<Member> tree, Map<Scope, List<ColumnRow>> rows)
    {
        Member root = root(tree);
        return !root.isParent() || rows.containsKey(new Scope(root.name(), true));
    }

    private TableStatistics statistics(List<Member> tree, List<FigureColumn> columns, Map<Scope, List<ColumnRow>> rows, TupleDomain<ColumnHandle> constraint)
    {
        // without members, the table was dropped meanwhile
        if (tree.isEmpty() || tree.stream().anyMatch(member -> member.rows().isEmpty())) {
            return TableStatistics.empty();
        }
        if (isKnownAsWhole(tree, rows)) {
            Member root = root(tree);
            double count = tree.stream().mapToDouble(member -> member.rows().getAsDouble()).sum();
            return figures(count, columns, rows.getOrDefault(new Scope(root.name(), root.isParent()), List.of())).within(constraint);
        }
        return CombinedStatistics.of(
                tree.stream()
                        .map(member -> figures(member.rows().getAsDouble(), columns, rows.getOrDefault(new Scope(member.name(), false), List.of())).within(constraint))
                        .collect(toImmutableList()),
                keys(tree, columns));
    }

    /** The columns of which no two tables of the tree have the same value. */
    private static Set<PostgresColumnHandle> keys(List<Member> tree, List<FigureColumn> columns)
    {
        Optional<String> key = root(tree).key().filter(_ -> tree.stream().filter(Member::isParent).count() == 1);
        return columns.stream()
                .filter(column -> key.equals(Optional.of(column.remoteName())))
                .map(FigureColumn::handle)
                .collect(toImmutableSet());
    }

    private TableFigures figures(double rowCount, List<FigureColumn> columns, List<ColumnRow> rows)
    {
        Map<String, ColumnRow> byName = rows.stream().collect(toImmutableMap(ColumnRow::column, identity()));
        ImmutableMap.Builder<PostgresColumnHandle, ColumnFigures> figures = ImmutableMap.builder();
        for (FigureColumn column : columns) {
            Optional.ofNullable(byName.get(column.remoteName())).ifPresent(row -> figures.put(column.handle(), figures(rowCount, column, row)));
        }
        return new TableFigures(rowCount, figures.buildOrThrow());
    }

    private ColumnFigures figures(double rowCount, FigureColumn column, ColumnRow row)
    {
        List<Optional<Object>> values = values(column, row.commonValues());
        ImmutableList.Builder<CommonValue> commonValues = ImmutableList.builder();
        for (int index = 0; index < values.size(); index++) {
            commonValues.add(new CommonValue(values.get(index), row.commonFrequencies().get(index)));
        }
        return ColumnFigures.of(
                column.handle().type(),
                row.nullFraction(),
                distinct(row.distinct(), rowCount),
                row.width(),
                commonValues.build(),
                values(column, row.bounds()));
    }

    private List<Optional<Object>> values(FigureColumn column, Optional<byte[]> array)
    {
        return array.map(bytes -> valueArrays.read(column.remoteType(), column.handle().type(), bytes)).orElse(List.of());
    }

    private static OptionalDouble distinct(double distinct, double rowCount)
    {
        if (distinct == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(distinct > 0 ? distinct : max(1, -distinct * rowCount));
    }
}
