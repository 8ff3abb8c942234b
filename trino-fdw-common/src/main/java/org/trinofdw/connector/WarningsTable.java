package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.InMemoryRecordSet;
import org.trinofdw.connector.system.DefinitionTable;

import static io.trino.spi.type.DateTimeEncoding.packDateTimeWithZone;
import static io.trino.spi.type.TimeZoneKey.UTC_KEY;
import static io.trino.spi.type.TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * {@code system.warnings}: the last notices of statements, by query.
 */
public final class WarningsTable
        extends DefinitionTable
{
    private final Notices notices;

    @Inject
    public WarningsTable(Notices notices)
    {
        super("warnings", ImmutableList.of(
                new ColumnMetadata("query_id", VARCHAR),
                new ColumnMetadata("created", TIMESTAMP_TZ_MILLIS),
                new ColumnMetadata("message", VARCHAR)));
        this.notices = requireNonNull(notices, "notices is null");
    }

    @Override
    protected void addRows(InMemoryRecordSet.Builder rows)
    {
        notices.all().forEach(notice -> rows.addRow(notice.queryId(), packDateTimeWithZone(notice.created().toEpochMilli(), UTC_KEY), notice.message()));
    }
}
