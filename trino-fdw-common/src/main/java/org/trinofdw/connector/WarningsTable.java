package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.InMemoryRecordSet;
import org.trinofdw.connector.Notices.Notice;
import org.trinofdw.connector.system.DefinitionTable;
import org.trinofdw.split.QueryWarnings;
import org.trinofdw.split.TableWarning;

import java.time.Instant;
import java.util.Optional;

import static io.trino.spi.type.DateTimeEncoding.packDateTimeWithZone;
import static io.trino.spi.type.TimeZoneKey.UTC_KEY;
import static io.trino.spi.type.TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * {@code system.warnings}: the last notices of statements, and what the last queries were warned about, a row for each partition; by query.
 */
public final class WarningsTable
        extends DefinitionTable
{
    private final Notices notices;
    private final QueryWarnings warnings;

    @Inject
    public WarningsTable(Notices notices, QueryWarnings warnings)
    {
        super("warnings", ImmutableList.of(
                new ColumnMetadata("query_id", VARCHAR),
                new ColumnMetadata("created", TIMESTAMP_TZ_MILLIS),
                new ColumnMetadata("kind", VARCHAR),
                ColumnMetadata.builder().setName("table_schema").setType(VARCHAR).setComment(Optional.of("null for a notice of a statement")).build(),
                ColumnMetadata.builder().setName("table_name").setType(VARCHAR).setComment(Optional.of("null for a notice of a statement")).build(),
                ColumnMetadata.builder().setName("partition").setType(VARCHAR).setComment(Optional.of("null for what is about a table as a whole")).build(),
                new ColumnMetadata("message", VARCHAR)));
        this.notices = requireNonNull(notices, "notices is null");
        this.warnings = requireNonNull(warnings, "warnings is null");
    }

    @Override
    protected void addRows(InMemoryRecordSet.Builder rows)
    {
        for (Notice notice : notices.all()) {
            rows.addRow(notice.queryId(), packed(notice.created()), "NOTICE", null, null, null, notice.message());
        }
        for (QueryWarnings.Entry entry : warnings.entries()) {
            if (entry.warning().partitions().isEmpty()) {
                addRow(rows, entry, null);
            }
            entry.warning().partitions().forEach(partition -> addRow(rows, entry, partition));
        }
    }

    private static void addRow(InMemoryRecordSet.Builder rows, QueryWarnings.Entry entry, String partition)
    {
        TableWarning warning = entry.warning();
        rows.addRow(
                entry.queryId(),
                packed(entry.time()),
                warning.kind().name(),
                warning.table().getSchemaName(),
                warning.table().getTableName(),
                partition,
                warning.message());
    }

    private static long packed(Instant time)
    {
        return packDateTimeWithZone(time.toEpochMilli(), UTC_KEY);
    }
}
