package org.trinofdw.postgres.connector;

import com.google.inject.Inject;
import io.trino.spi.connector.ConnectorSession;
import org.trinofdw.connector.warning.TableWarningProvider;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.split.PartitionResolver;
import org.trinofdw.postgres.split.SingleSplit;
import org.trinofdw.split.TableWarning;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;

/**
 * Warns about declared partitions that their servers do not have, as far as it is known, and about tables that cannot be divided as they should be.
 */
final class PostgresWarnings
        implements TableWarningProvider
{
    private final PartitionResolver partitionResolver;

    @Inject
    PostgresWarnings(PartitionResolver partitionResolver)
    {
        this.partitionResolver = requireNonNull(partitionResolver, "partitionResolver is null");
    }

    @Override
    public List<TableWarning> warnings(ConnectorSession session, FdwTableHandle table)
    {
        return table instanceof PostgresTableHandle postgresTable ?
                Stream.of(partitionResolver.knownWarning(session, postgresTable), SingleSplit.warning(postgresTable))
                        .flatMap(Optional::stream)
                        .toList() :
                List.of();
    }
}
