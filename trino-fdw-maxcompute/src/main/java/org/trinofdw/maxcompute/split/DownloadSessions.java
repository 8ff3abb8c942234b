package org.trinofdw.maxcompute.split;

import org.trinofdw.maxcompute.client.DownloadSession;
import org.trinofdw.maxcompute.client.DownloadSource;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.handle.MaxComputeTableHandle;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.maxcompute.handle.RemoteQuery;
import org.trinofdw.maxcompute.handle.SqlStatement;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Makes the download sessions of one scan. A query runs first: its result is what is downloaded.
 */
record DownloadSessions(MaxComputeClient client, MaxComputeTableHandle table)
{
    DownloadSessions
    {
        requireNonNull(client, "client is null");
        requireNonNull(table, "table is null");
    }

    DownloadSession open(Optional<PartitionSpec> partition)
    {
        return client.tunnel(table.remote().project()).createDownloadSession(table.query()
                .map(this::run)
                .orElseGet(() -> new DownloadSource.TableRows(table.remote(), partition.map(PartitionSpec::tunnelForm))));
    }

    private DownloadSource run(RemoteQuery query)
    {
        String project = table.remote().project();
        SqlStatement statement = table.limit().isPresent() ? query.limited(table.limit().getAsLong()) : query.statement();
        return new DownloadSource.QueryRows(project, client.sql(project).run(project, statement, table.remote().schema().isPresent()));
    }
}
