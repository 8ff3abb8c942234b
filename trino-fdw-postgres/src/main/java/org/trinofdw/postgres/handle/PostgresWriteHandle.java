package org.trinofdw.postgres.handle;

import com.google.common.collect.ImmutableList;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.handle.FdwWritableTableHandle;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * The target of an INSERT or a CREATE TABLE AS.
 *
 * @param target the remote table
 * @param columns the columns that are written, in the order of the pages
 * @param createStatement what creates the target, for CREATE TABLE AS; it runs in the transaction that makes the rows visible
 * @param stagingPrefix begin of the names of the staging tables of this statement, in the schema of the target; empty if the writers copy into the target
 * @param sharedCopy id of the one COPY straight into the target that all writers share, because all of them run in the coordinator's process
 * @param preparedPrefix begin of the names of the transactions that writers on any node prepare, each with a COPY of its own into the target
 * @param conflictRule what becomes of rows whose key is taken; empty if the statement fails
 */
public record PostgresWriteHandle(
        SchemaTableName name,
        String server,
        RemoteTableName target,
        List<PostgresColumnHandle> columns,
        Optional<String> createStatement,
        Optional<String> stagingPrefix,
        Optional<String> sharedCopy,
        Optional<String> preparedPrefix,
        Optional<ConflictRule> conflictRule)
        implements FdwWritableTableHandle
{
    public PostgresWriteHandle
    {
        requireNonNull(name, "name is null");
        requireNonNull(server, "server is null");
        requireNonNull(target, "target is null");
        columns = ImmutableList.copyOf(columns);
        requireNonNull(createStatement, "createStatement is null");
        requireNonNull(stagingPrefix, "stagingPrefix is null");
        requireNonNull(sharedCopy, "sharedCopy is null");
        requireNonNull(preparedPrefix, "preparedPrefix is null");
        requireNonNull(conflictRule, "conflictRule is null");
        checkArgument(conflictRule.isEmpty() || stagingPrefix.isPresent(), "COPY knows no rule for conflicts");
        // the rows become visible when the coordinator says so
        checkArgument(
                Stream.of(stagingPrefix, sharedCopy, preparedPrefix).filter(Optional::isPresent).count() == 1,
                "writers have staging tables, share a COPY, or prepare transactions");
    }

    /** Names the statement among those who write to the server, if its writers may run on any node. */
    public Optional<String> statementPrefix()
    {
        return stagingPrefix.or(() -> preparedPrefix);
    }

    @Override
    public String toString()
    {
        return name + " on " + server + " " + target.toSql();
    }
}
