package org.trinofdw.testing.maxcompute.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.trinofdw.testing.maxcompute.record.RowChunk;
import org.trinofdw.testing.maxcompute.record.RowDecoder;
import org.trinofdw.testing.maxcompute.record.RowEncoder;
import org.trinofdw.testing.maxcompute.sql.Statement.Source;
import org.trinofdw.testing.maxcompute.sql.Statement.Source.NamedSource;
import org.trinofdw.testing.maxcompute.sql.Statement.Source.SubquerySource;
import org.trinofdw.testing.maxcompute.store.Column;
import org.trinofdw.testing.maxcompute.store.Partition;
import org.trinofdw.testing.maxcompute.store.Table;
import org.trinofdw.testing.maxcompute.type.OdpsKind;
import org.trinofdw.testing.maxcompute.type.OdpsType;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Answers plain SELECT from a table or a view of such a SELECT.
 */
final class SelectExecutor
{
    private static final int MAX_TEXT_ROWS = 10_000;

    private final TableResolver resolver;

    SelectExecutor(TableResolver resolver)
    {
        this.resolver = requireNonNull(resolver, "resolver is null");
    }

    SqlResult execute(Statement.Select select)
    {
        QueryRows rows = rows(select);
        ZoneId zone = ZoneId.of(resolver.project().properties().getOrDefault("odps.sql.timezone", "Asia/Shanghai"));
        return new SqlResult("csv", CsvText.of(rows, zone, MAX_TEXT_ROWS), Optional.of(rows));
    }

    /**
     * The columns of the result.
     */
    List<Column> columns(Statement.Select select)
    {
        if (select.count()) {
            return ImmutableList.of(new Column(1, "_c0", OdpsType.of(OdpsKind.BIGINT), true, Optional.empty(), Optional.empty()));
        }
        List<Column> all = allColumns(select.source());
        ImmutableList.Builder<Column> columns = ImmutableList.builder();
        int id = 1;
        for (int index : positions(select, all)) {
            columns.add(all.get(index).withId(id++).withNullable(true));
        }
        return columns.build();
    }

    private List<Column> allColumns(Source source)
    {
        return switch (source) {
            case NamedSource(QualifiedName name) -> allColumns(resolver.table(name));
            case SubquerySource(Statement.Select query) -> subqueryColumns(query);
        };
    }

    private List<Column> subqueryColumns(Statement.Select query)
    {
        List<Column> columns = columns(query);
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw new SqlException("ODPS-0130071: Semantic analysis exception - column %s of the subquery is ambiguous".formatted(column.name()));
            }
        }
        return columns;
    }

    private static List<Column> allColumns(Table table)
    {
        return ImmutableList.<Column>builder()
                .addAll(table.definition().columns())
                .addAll(table.definition().partitionColumns())
                .build();
    }

    private static List<Integer> positions(Statement.Select select, List<Column> all)
    {
        List<String> names = all.stream().map(Column::name).collect(toImmutableList());
        ImmutableList.Builder<Integer> positions = ImmutableList.builder();
        for (String name : select.columns().isEmpty() ? names : select.columns()) {
            int position = names.indexOf(name);
            if (position < 0) {
                throw new SqlException("ODPS-0130071: Semantic analysis exception - column %s cannot be resolved".formatted(name));
            }
            positions.add(position);
        }
        return positions.build();
    }

    private QueryRows rows(Statement.Select select)
    {
        List<Column> columns = columns(select);
        RowEncoder encoder = new RowEncoder(columns);
        List<Integer> positions = select.count() ? ImmutableList.of() : positions(select, allColumns(select.source()));
        long limit = select.limit().orElse(Integer.MAX_VALUE);
        long[] count = {0};
        scan(select.source(), select.equalities(), row -> {
            count[0]++;
            if (!select.count() && count[0] <= limit) {
                List<Object> values = new ArrayList<>();
                positions.forEach(position -> values.add(row.get(position)));
                encoder.add(values);
            }
        });
        if (select.count() && limit > 0) {
            encoder.add(ImmutableList.of(count[0]));
        }
        return new QueryRows(columns, encoder.build());
    }

    /**
     * Gives the rows to the consumer: the data columns, then the partition columns.
     */
    private void scan(Source source, Map<String, String> equalities, Consumer<List<Object>> consumer)
    {
        switch (source) {
            case NamedSource(QualifiedName name) -> scan(resolver.table(name), equalities, consumer);
            case SubquerySource(Statement.Select query) -> {
                if (!equalities.isEmpty()) {
                    throw new SqlException("ODPS-0130071: Semantic analysis exception - predicates on subqueries are not supported by this service");
                }
                QueryRows rows = rows(query);
                rows.chunks().forEach(chunk -> RowDecoder.decode(chunk, rows.columns(), consumer));
            }
        }
    }

    private void scan(Table table, Map<String, String> equalities, Consumer<List<Object>> consumer)
    {
        if (table.isView()) {
            if (!equalities.isEmpty()) {
                throw new SqlException("ODPS-0130071: Semantic analysis exception - predicates on views are not supported by this service");
            }
            Statement query = new SqlParser(table.definition().viewText().orElseThrow()).parse(new HashMap<>()).getFirst();
            QueryRows rows = rows((Statement.Select) query);
            rows.chunks().forEach(chunk -> RowDecoder.decode(chunk, rows.columns(), consumer));
            return;
        }
        List<Column> partitionColumns = table.definition().partitionColumns();
        if (!partitionColumns.stream().map(Column::name).toList().containsAll(equalities.keySet())) {
            throw new SqlException("ODPS-0130071: Semantic analysis exception - only predicates of partition columns are supported by this service: " + equalities);
        }
        for (Partition partition : table.partitions(equalities)) {
            List<Object> partitionValues = partitionValues(table, partition);
            for (RowChunk chunk : partition.contents().chunks()) {
                RowDecoder.decode(chunk, table.definition().columns(), row -> {
                    row.addAll(partitionValues);
                    consumer.accept(row);
                });
            }
        }
    }

    private static List<Object> partitionValues(Table table, Partition partition)
    {
        Map<String, String> specification = table.isPartitioned() ? table.specification(partition.key()) : ImmutableMap.of();
        List<Object> values = new ArrayList<>();
        for (Column column : table.definition().partitionColumns()) {
            String text = specification.get(column.name());
            values.add(switch (column.type().kind()) {
                case TINYINT, SMALLINT, INT, BIGINT -> Long.parseLong(text);
                case STRING, VARCHAR, CHAR, DATE, DATETIME, TIMESTAMP, TIMESTAMP_NTZ, FLOAT, DOUBLE, BOOLEAN, DECIMAL, BINARY, JSON, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, ARRAY, MAP, STRUCT, OTHER -> text;
            });
        }
        return values;
    }
}
