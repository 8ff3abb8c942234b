package org.trinofdw.postgres.write;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.connection.RemoteStatements;
import org.trinofdw.postgres.handle.RemoteTableName;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Staging tables and prepared transactions of statements that have ended and left them, since their coordinator was killed or cut off from the server. That a statement lives
 * is told by its lock ({@link StagingLocks}) and not by the age of a table: the lock goes with the session of the coordinator, and it was taken before the
 * first of the tables was made.
 */
public final class StagingOrphans
{
    /** Those of other owners cannot be dropped. */
    private static final String TABLES =
            """
            SELECT schema.nspname, relation.relname
            FROM pg_class relation
            JOIN pg_namespace schema ON schema.oid = relation.relnamespace
            WHERE starts_with(relation.relname, ?) AND relation.relkind = 'r' AND relation.relpersistence = 'u' AND pg_has_role(relation.relowner, 'USAGE')
            ORDER BY schema.nspname, relation.relname
            """;

    private final RemoteStatements remoteStatements;
    private final PreparedWrites preparedWrites;

    @Inject
    public StagingOrphans(RemoteStatements remoteStatements, PreparedWrites preparedWrites)
    {
        this.preparedWrites = requireNonNull(preparedWrites, "preparedWrites is null");
        this.remoteStatements = requireNonNull(remoteStatements, "remoteStatements is null");
    }

    /**
     * @return what was done, such as {@code dropped "public"."fdw_staging_…"}
     * @throws TrinoException if the server cannot be reached or refuses
     */
    public List<String> drop(FdwTableCredentials credentials)
    {
        String activity = "drop staging tables that were left";
        Set<String> prefixes = new LinkedHashSet<>();
        remoteStatements.inTransaction(credentials, activity, "BEGIN READ ONLY", connection -> tables(connection, StagingTable.NAME_BEGIN))
                .forEach(table -> prefixes.add(StagingTable.prefixOf(table.table())));
        ImmutableList.Builder<String> done = ImmutableList.builder();
        // a transaction each: a statement that ends meanwhile has its tables dropped by its own coordinator
        for (String prefix : prefixes) {
            List<RemoteTableName> tables = remoteStatements.inTransaction(credentials, activity, "BEGIN", connection -> drop(connection, prefix));
            tables.forEach(table -> done.add("dropped " + table.toSql()));
        }
        preparedWrites.endOrphans(credentials).forEach(transaction -> done.add("ended prepared transaction '%s'".formatted(transaction)));
        return done.build();
    }

    private static List<RemoteTableName> drop(RemoteConnection connection, String prefix)
            throws SQLException
    {
        StagingLocks locks = new StagingLocks(prefix);
        if (!connection.queryBoolean(locks.isStatementOver()) || !connection.queryBoolean(locks.areWritersGone())) {
            return ImmutableList.of();
        }
        List<RemoteTableName> tables = tables(connection, prefix);
        for (RemoteTableName table : tables) {
            connection.execute("DROP TABLE IF EXISTS " + table.toSql());
        }
        return tables;
    }

    /** The tables of the user whose names begin with the prefix. */
    static List<RemoteTableName> tables(RemoteConnection connection, String prefix)
            throws SQLException
    {
        try (PreparedStatement statement = connection.jdbc().prepareStatement(TABLES)) {
            statement.setString(1, prefix);
            List<RemoteTableName> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.add(new RemoteTableName(rows.getString(1), rows.getString(2)));
                }
            }
            return tables;
        }
    }
}
