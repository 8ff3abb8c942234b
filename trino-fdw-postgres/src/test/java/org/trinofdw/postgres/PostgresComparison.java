package org.trinofdw.postgres;

import com.google.common.collect.HashMultiset;
import io.trino.Session;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import io.trino.testing.QueryRunner;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares what Trino says of foreign tables with what PostgreSQL itself says of the tables behind them: with pushdown, and without it and in pieces.
 */
final class PostgresComparison
{
    private static final MathContext DIGITS = new MathContext(13);

    private final QueryRunner queryRunner;
    private final List<Session> sessions;
    private final TestingPostgresServer server;
    private final String searchPath;

    /**
     * @param searchPath where the tables behind have the names and columns of the foreign ones
     */
    PostgresComparison(QueryRunner queryRunner, Session session, TestingPostgresServer server, String searchPath)
    {
        this.queryRunner = requireNonNull(queryRunner, "queryRunner is null");
        this.server = requireNonNull(server, "server is null");
        this.searchPath = requireNonNull(searchPath, "searchPath is null");
        this.sessions = List.of(
                session,
                Session.builder(session)
                        .setSystemProperty("allow_pushdown_into_connectors", "false")
                        .setSystemProperty("join_distribution_type", "PARTITIONED")
                        .setCatalogSessionProperty(PostgresQueryRunner.CATALOG, "mpp_execute", "all segments")
                        .setCatalogSessionProperty(PostgresQueryRunner.CATALOG, "num_segments", "3")
                        .build());
    }

    /** Both understand the query, and give the same rows. */
    void assertSame(String sql)
    {
        assertSame(sql, sql);
    }

    /**
     * The rows are the same; if both queries end with an ORDER BY, so is their order.
     *
     * @return the number of rows
     */
    int assertSame(String trino, String postgres)
    {
        List<List<Object>> expected = postgresRows(postgres);
        for (Session session : sessions) {
            List<List<Object>> actual = trinoRows(queryRunner.execute(session, trino));
            if (trino.lastIndexOf("ORDER BY") > trino.lastIndexOf(')')) {
                assertThat(actual).as(trino).isEqualTo(expected);
            }
            else {
                assertThat(HashMultiset.create(actual)).as(trino).isEqualTo(HashMultiset.create(expected));
            }
        }
        return expected.size();
    }

    private List<List<Object>> postgresRows(String sql)
    {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'; SET search_path = " + searchPath);
            List<List<Object>> result = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    List<Object> row = new ArrayList<>();
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        row.add(comparable(value(rows, column)));
                    }
                    result.add(row);
                }
            }
            return result;
        }
        catch (SQLException e) {
            throw new IllegalStateException("Statement failed: " + sql, e);
        }
    }

    private static Object value(ResultSet rows, int column)
            throws SQLException
    {
        return switch (rows.getMetaData().getColumnTypeName(column)) {
            case "timestamp" -> rows.getObject(column, LocalDateTime.class);
            case "timestamptz" -> rows.getObject(column, OffsetDateTime.class);
            default -> rows.getObject(column);
        };
    }

    private static List<List<Object>> trinoRows(MaterializedResult result)
    {
        return result.getMaterializedRows().stream()
                .map(MaterializedRow::getFields)
                .map(PostgresComparison::comparable)
                .toList();
    }

    private static List<Object> comparable(List<?> values)
    {
        List<Object> result = new ArrayList<>();
        values.forEach(value -> result.add(comparable(value)));
        return result;
    }

    /** Numbers by their first digits, since both round, texts without the blanks of char(n), points in time without their zone. */
    private static Object comparable(Object value)
    {
        return switch (value) {
            case null -> null;
            case Double number -> number.isNaN() || number.isInfinite() ? number : comparable(BigDecimal.valueOf(number));
            case Float number -> comparable(number.doubleValue());
            case BigDecimal number -> number.signum() == 0 ? BigDecimal.ZERO : number.round(DIGITS).stripTrailingZeros();
            case Number number -> comparable(new BigDecimal(number.toString()));
            case String text -> text.stripTrailing();
            case OffsetDateTime time -> time.toInstant();
            case ZonedDateTime time -> time.toInstant();
            case List<?> values -> comparable(values);
            case Array array -> comparable(elements(array));
            default -> value.toString();
        };
    }

    private static List<?> elements(Array array)
    {
        try {
            return Arrays.asList((Object[]) array.getArray());
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
