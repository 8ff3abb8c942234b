package org.trinofdw.testing.maxcompute.http;

import com.google.common.collect.ImmutableList;
import org.trinofdw.testing.maxcompute.store.Column;
import org.trinofdw.testing.maxcompute.store.Partition;
import org.trinofdw.testing.maxcompute.store.PartitionKey;
import org.trinofdw.testing.maxcompute.store.Table;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import static java.util.Objects.requireNonNull;

/**
 * A snapshot of one partition for reading. Thread-safe.
 */
final class DownloadSession
{
    private final String id;
    private final TunnelTable name;
    private final Table table;
    private final PartitionKey key;
    private final List<Column> columns;
    private final Partition.Contents contents;
    private final Instant created = Instant.now();
    private final AtomicInteger initiatingPolls;
    private volatile boolean expired;

    DownloadSession(String id, TunnelTable name, Table table, Partition partition, int initiatingPolls)
    {
        this.id = requireNonNull(id, "id is null");
        this.name = requireNonNull(name, "name is null");
        this.table = requireNonNull(table, "table is null");
        this.key = partition.key();
        this.columns = ImmutableList.copyOf(table.definition().columns());
        this.contents = partition.contents();
        this.initiatingPolls = new AtomicInteger(initiatingPolls);
    }

    String id()
    {
        return id;
    }

    TunnelTable name()
    {
        return name;
    }

    Table table()
    {
        return table;
    }

    PartitionKey key()
    {
        return key;
    }

    List<Column> columns()
    {
        return columns;
    }

    Partition.Contents contents()
    {
        return contents;
    }

    Instant created()
    {
        return created;
    }

    void expire()
    {
        expired = true;
    }

    boolean isExpired()
    {
        return expired;
    }

    boolean isInitiating()
    {
        return initiatingPolls.get() > 0;
    }

    void poll()
    {
        initiatingPolls.updateAndGet(polls -> Math.max(0, polls - 1));
    }
}
