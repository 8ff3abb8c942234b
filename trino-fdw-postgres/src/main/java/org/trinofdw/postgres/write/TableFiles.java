package org.trinofdw.postgres.write;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.connection.RemoteTransaction;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.stream.Collectors.joining;

/**
 * The files that hold tables with their partitions and the tables that inherit from them. VACUUM FULL, CLUSTER and some of ALTER TABLE give the rows new
 * ctids in new files, but keep their xmin: then a row id may name another row than the one that was read.
 *
 * @param filesByOid file number by {@code pg_class.oid}; 0 if there is no file
 */
public record TableFiles(List<Long> relationIds, Map<Long, Long> filesByOid)
{
    private static final String SQL =
            """
            WITH RECURSIVE members (oid) AS (
                SELECT unnest(?::text::oid[])
                UNION
                SELECT inherits.inhrelid FROM pg_inherits inherits JOIN members ON inherits.inhparent = members.oid)
            SELECT oid::bigint, coalesce(pg_relation_filenode(oid), 0)::bigint FROM members
            """;

    public TableFiles
    {
        relationIds = ImmutableList.copyOf(relationIds);
        filesByOid = ImmutableMap.copyOf(filesByOid);
    }

    public static TableFiles of(RemoteTransaction transaction, List<Long> relationIds)
    {
        return new TableFiles(
                relationIds,
                transaction.query(SQL, List.of(oids(relationIds)), row -> Map.entry(row.getLong(1), row.getLong(2))).stream()
                        .collect(toImmutableMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Whether one of the tables that are still there has another file now. */
    boolean hasMoved(RemoteConnection connection)
            throws SQLException
    {
        try (PreparedStatement statement = connection.jdbc().prepareStatement(SQL)) {
            statement.setString(1, oids(relationIds));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    long file = rows.getLong(2);
                    if (Optional.ofNullable(filesByOid.get(rows.getLong(1))).filter(before -> before != file).isPresent()) {
                        return true;
                    }
                }
                return false;
            }
        }
    }

    private static String oids(List<Long> relationIds)
    {
        return relationIds.stream().map(String::valueOf).collect(joining(",", "{", "}"));
    }
}
