package org.trinofdw.testing.maxcompute.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import org.trinofdw.testing.maxcompute.record.RowChunk;
import org.trinofdw.testing.maxcompute.record.RowDecoder;
import org.trinofdw.testing.maxcompute.store.Column;
import org.trinofdw.testing.maxcompute.store.Partition;
import org.trinofdw.testing.maxcompute.store.Table;
import org.trinofdw.testing.maxcompute.type.OdpsKind;
import org.trinofdw.testing.maxcompute.type.OdpsType;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Answers plain SELECT with CSV: a line of names, at most 10,000 rows, {@code \N} for null.
 */
final class SelectExecutor
{
    private static final int MAX_ROWS = 10_000;
    private static final String NULL_TEXT = "\\N";
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final TableResolver resolver;

    SelectExecutor(TableResolver resolver)
    {
        this.resolver = requireNonNull(resolver, "resolver is null");
    }

    /**
     * The columns of the result, numbered by no table.
     */
    List<Column> columns(Statement.Select select)
    {
        Table table = resolver.table(select.name());
        if (select.count()) {
            return ImmutableList.of(new Column(0, "_c0", OdpsType.of(OdpsKind.BIGINT), true, Optional.empty(), Optional.empty()));
        }
        List<Column> all = ImmutableList.<Column>builder()
                .addAll(table.definition().columns())
                .addAll(table.definition().partitionColumns())
                .build();
        if (select.columns().isEmpty()) {
            return all;
        }
        ImmutableList.Builder<Column> columns = ImmutableList.builder();
        for (String name : select.columns()) {
            columns.add(all.stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new SqlException("ODPS-0130071: Semantic analysis exception - column %s cannot be resolved".formatted(name))));
        }
        return columns.build();
    }

    SqlResult execute(Statement.Select select)
    {
        Table table = resolver.table(select.name());
        List<Column> columns = columns(select);
        if (table.isView()) {
            return viewResult(table, select, columns);
        }
        Map<String, String> partitionValues = Maps.filterKeys(select.equalities(), name -> table.definition().partitionColumns().stream().anyMatch(column -> column.name().equals(name)));
        if (partitionValues.size() != select.equalities().size()) {
            throw new SqlException("ODPS-0130071: Semantic analysis exception - only predicates of partition columns are supported by this service: " + select.equalities());
        }
        StringBuilder csv = new StringBuilder();
        appendLine(csv, columns.stream().map(column -> quoted(column.name())).toList());
        long limit = Math.min(MAX_ROWS, select.limit().orElse(MAX_ROWS));
        long count = 0;
        long[] written = {0};
        for (Partition partition : table.partitions()) {
            if (!table.matches(partition.key(), partitionValues)) {
                continue;
            }
            count += partition.contents().rows();
            if (!select.count()) {
                appendRows(csv, table, partition, columns, limit, written);
            }
        }
        if (select.count()) {
            appendLine(csv, List.of(Long.toString(count)));
        }
        return new SqlResult("csv", csv.toString());
    }

    private SqlResult viewResult(Table view, Statement.Select select, List<Column> columns)
    {
        Statement query = new SqlParser(view.definition().viewText().orElseThrow()).parse(new HashMap<>()).getFirst();
        boolean plain = select.count() || columns.size() == view.definition().columns().size() && select.columns().isEmpty();
        if (!(query instanceof Statement.Select inner) || !plain || !select.equalities().isEmpty()) {
            throw new SqlException("ODPS-0130071: Semantic analysis exception - only SELECT * of a view is supported by this service");
        }
        SqlResult result = execute(new Statement.Select(inner.name(), inner.columns(), select.count(), inner.equalities(), select.limit().isPresent() ? select.limit() : inner.limit()));
        int firstLine = result.text().indexOf('\n');
        StringBuilder header = new StringBuilder();
        appendLine(header, columns.stream().map(column -> quoted(column.name())).toList());
        return new SqlResult("csv", header + result.text().substring(firstLine + 1));
    }

    private void appendRows(StringBuilder csv, Table table, Partition partition, List<Column> columns, long limit, long[] written)
    {
        Map<String, String> partitionValues = table.isPartitioned() ? table.specification(partition.key()) : ImmutableMap.of();
        ZoneId zone = ZoneId.of(resolver.project().properties().getOrDefault("odps.sql.timezone", "Asia/Shanghai"));
        for (RowChunk chunk : partition.contents().chunks()) {
            if (written[0] >= limit) {
                return;
            }
            RowDecoder.decode(chunk, columns, row -> {
                if (written[0] >= limit) {
                    return;
                }
                written[0]++;
                List<String> texts = new ArrayList<>();
                for (int index = 0; index < columns.size(); index++) {
                    String partitionValue = partitionValues.get(columns.get(index).name());
                    Object value = partitionValue == null ? row.get(index) : partitionValue;
                    texts.add(value == null ? NULL_TEXT : quoted(text(columns.get(index).type(), value, zone)));
                }
                appendLine(csv, texts);
            });
        }
    }

    private static String text(OdpsType type, Object value, ZoneId zone)
    {
        return switch (value) {
            case byte[] bytes -> HexFormat.of().withUpperCase().formatHex(bytes);
            case BigDecimal decimal -> decimal.toPlainString();
            case Instant instant -> type.kind() == OdpsKind.DATETIME
                    ? SECONDS.format(instant.atZone(zone).truncatedTo(ChronoUnit.SECONDS))
                    : dateTime(instant.atZone(zone).toLocalDateTime());
            case LocalDateTime dateTime -> dateTime(dateTime);
            default -> value.toString();
        };
    }

    private static String dateTime(LocalDateTime value)
    {
        String text = SECONDS.format(value);
        if (value.getNano() == 0) {
            return text;
        }
        return text + '.' + "%09d".formatted(value.getNano()).replaceAll("0+$", "");
    }

    private static String quoted(String text)
    {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static void appendLine(StringBuilder csv, List<String> values)
    {
        csv.append(String.join(",", values)).append('\n');
    }
}
