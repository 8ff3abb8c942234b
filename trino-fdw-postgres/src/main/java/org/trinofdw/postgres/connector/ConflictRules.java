package org.trinofdw.postgres.connector;

import io.trino.spi.TrinoException;
import org.trinofdw.option.EffectiveOptions;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.handle.ConflictRule;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.option.OnConflict;
import org.trinofdw.postgres.option.PostgresOptions;

import java.util.List;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.INVALID_SESSION_PROPERTY;
import static java.util.Locale.ENGLISH;

/**
 * Finds what an INSERT does with rows whose key is taken.
 */
final class ConflictRules
{
    private static final String PRIMARY_KEY =
            """
            SELECT key_column.attname
            FROM pg_index primary_key
            JOIN pg_attribute key_column ON key_column.attrelid = primary_key.indrelid AND key_column.attnum = ANY (primary_key.indkey)
            WHERE primary_key.indrelid = ?::bigint::oid AND primary_key.indisprimary
            ORDER BY key_column.attnum
            """;

    private ConflictRules() {}

    /**
     * @param columns the columns that are written
     * @return empty if the INSERT is to fail
     */
    static Optional<ConflictRule> rule(EffectiveOptions options, RemoteTransaction transaction, PostgresTableHandle table, List<PostgresColumnHandle> columns)
    {
        List<String> declaredKey = options.get(PostgresOptions.ON_CONFLICT_COLUMNS).orElse(List.of()).stream()
                .map(name -> remoteName(table, name))
                .collect(toImmutableList());
        return switch (options.require(PostgresOptions.ON_CONFLICT)) {
            case ERROR -> Optional.empty();
            case DO_NOTHING -> Optional.of(new ConflictRule(declaredKey, List.of()));
            case DO_UPDATE -> Optional.of(update(declaredKey.isEmpty() ? primaryKey(transaction, table) : declaredKey, table, columns));
        };
    }

    private static ConflictRule update(List<String> key, PostgresTableHandle table, List<PostgresColumnHandle> columns)
    {
        List<String> written = columns.stream()
                .map(PostgresColumnHandle::remoteName)
                .collect(toImmutableList());
        if (!written.containsAll(key)) {
            throw new TrinoException(INVALID_SESSION_PROPERTY, "on_conflict '%s': INSERT into %s must give a value to each column of the key (%s)".formatted(OnConflict.DO_UPDATE.text(), table.name(), String.join(", ", key)));
        }
        List<String> updated = written.stream()
                .filter(column -> !key.contains(column))
                .collect(toImmutableList());
        // a table that is all key: the row that is there is the new one
        return new ConflictRule(key, updated);
    }

    private static List<String> primaryKey(RemoteTransaction transaction, PostgresTableHandle table)
    {
        List<String> key = transaction.query(PRIMARY_KEY, List.of(table.relationId()), row -> row.getString(1));
        if (key.isEmpty()) {
            throw new TrinoException(INVALID_SESSION_PROPERTY, "on_conflict '%s': %s has no primary key; name the columns of a unique constraint with the session property on_conflict_columns".formatted(OnConflict.DO_UPDATE.text(), table.remoteName().toSql()));
        }
        return key;
    }

    private static String remoteName(PostgresTableHandle table, String name)
    {
        return table.columns().stream()
                .filter(column -> column.name().equals(name.toLowerCase(ENGLISH)))
                .map(PostgresColumnHandle::remoteName)
                .findFirst()
                .orElseThrow(() -> new TrinoException(INVALID_SESSION_PROPERTY, "on_conflict_columns: %s has no column \"%s\"".formatted(table.name(), name)));
    }
}
