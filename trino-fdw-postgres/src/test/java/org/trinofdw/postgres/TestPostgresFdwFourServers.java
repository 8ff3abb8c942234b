package org.trinofdw.postgres;

import io.trino.Session;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static io.airlift.log.Logger.get;
import static io.trino.testing.assertions.Assert.assertEventually;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * Forty months of rows on four PostgreSQL servers, read as one table.
 */
// connections are counted
@Execution(SAME_THREAD)
final class TestPostgresFdwFourServers
        extends AbstractTestQueryFramework
{
    private static final int MONTHS = 40;
    private static final int ROWS_PER_MONTH = 200;
    private static final int MEASURED_ROWS_PER_MONTH = 100_000;
    private static final int WARM_UPS = 3;
    private static final int MEASUREMENTS = 7;
    private static final double LEAST_RATIO = 1.3;
    private static final LocalDate FIRST_MONTH = LocalDate.of(2020, 1, 1);

    private static final Shape NARROW = new Shape(
            "id bigint, day date, city int, amount numeric(12, 2), note varchar",
            "i::bigint + %1$s AS id, DATE '%2$s' + i %% 28 AS day, i %% 100 AS city, (i %% 1000) / 4.0::numeric(12, 2) AS amount, 'note ' || i AS note");

    /** As wide as a table of facts usually is. */
    private static final Shape WIDE = new Shape(
            NARROW.columns() + ", price numeric(12, 2), discount numeric(12, 2), tax numeric(12, 2), quantity numeric(12, 2), shipped date, received date, status varchar(1), mode varchar(10), comment varchar(44)",
            NARROW.select() + ", (i %% 99991)::numeric(12, 2) AS price, (i %% 11) / 100.0 AS discount, (i %% 9) / 100.0 AS tax, (i %% 50)::numeric(12, 2) AS quantity, " +
                    "DATE '%2$s' + i %% 90 AS shipped, DATE '%2$s' + i %% 120 AS received, chr(65 + i %% 3) AS status, 'MODE ' || i %% 7 AS mode, md5(i::text) AS comment");

    private final List<TestingPostgresServer> servers = new ArrayList<>();
    private final List<Connection> watches = new ArrayList<>();

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        for (int index = 0; index < 4; index++) {
            TestingPostgresServer server = closeAfterClass(TestingPostgresServer.start());
            servers.add(server);
            watches.add(closeAfterClass(server.connect()));
        }
        QueryRunner queryRunner = PostgresQueryRunner.create(servers.getFirst(), Map.of(), List.of());
        for (int index = 0; index < servers.size(); index++) {
            TestingPostgresServer server = servers.get(index);
            ddl(queryRunner, "CREATE SERVER s%s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%s', port '%s', dbname '%s', keep_connections 'off')".formatted(index, server.host(), server.port(), server.database()));
            ddl(queryRunner, "CREATE USER MAPPING FOR PUBLIC SERVER s%s OPTIONS (user '%s', password_required 'false')".formatted(index, server.user()));
        }
        createMonths(queryRunner, "facts", NARROW, ROWS_PER_MONTH);
        queryRunner.execute("CALL postgres.system.execute('CREATE TABLE public.holidays AS SELECT DATE ''2021-05-01'' AS day UNION SELECT DATE ''2021-05-09''')");
        return queryRunner;
    }

    /** A table of months, dealt out to the servers. */
    private void createMonths(QueryRunner queryRunner, String table, Shape shape, int rowsPerMonth)
    {
        StringBuilder script = new StringBuilder("CREATE TABLE tpch.%s (%s) PARTITION BY RANGE (day);\n".formatted(table, shape.columns()));
        for (int month = 0; month < MONTHS; month++) {
            String partition = "%s_%02d".formatted(table, month);
            int server = month % servers.size();
            servers.get(server).execute("CREATE TABLE %s AS %s".formatted(partition, monthQuery(shape, month, rowsPerMonth)));
            script.append("CREATE FOREIGN TABLE tpch.%s PARTITION OF tpch.%s FOR VALUES FROM ('%s') TO ('%s') SERVER s%s OPTIONS (schema_name 'public');\n".formatted(
                    partition,
                    table,
                    FIRST_MONTH.plusMonths(month),
                    FIRST_MONTH.plusMonths(month + 1),
                    server));
        }
        ddl(queryRunner, script.toString());
    }

    private static String monthQuery(Shape shape, int month, int rows)
    {
        return "SELECT %s FROM generate_series(1, %s) i".formatted(shape.select().formatted((long) month * rows, FIRST_MONTH.plusMonths(month)), rows);
    }

    /**
     * @param select the columns of row i, with places for the number before the first row and for the first day
     */
    private record Shape(String columns, String select) {}

    @Test
    void testOneMonthConnectsToOneServer()
    {
        // looks for the partitions of all servers, once
        assertThat(query("SELECT count(*) FROM facts")).matches("VALUES BIGINT '%s'".formatted(MONTHS * ROWS_PER_MONTH));
        // the connections of all nodes end with their transactions
        List<Long> before = sessions();
        // the eighteenth month, which is on the second server
        assertThat(query("SELECT count(*), min(day), max(day) FROM facts WHERE day >= DATE '2021-06-01' AND day < DATE '2021-07-01'"))
                .matches("VALUES (BIGINT '%s', DATE '2021-06-01', DATE '2021-06-28')".formatted(ROWS_PER_MONTH));
        assertEventually(() -> assertThat(sessions().get(1)).isGreaterThan(before.get(1)));
        List<Long> after = sessions();
        assertThat(List.of(after.get(0), after.get(2), after.get(3))).isEqualTo(List.of(before.get(0), before.get(2), before.get(3)));
        assertThat((String) computeScalar("EXPLAIN SELECT id FROM facts WHERE day >= DATE '2021-06-01' AND day < DATE '2021-07-01' AND city > 5")).contains("1 of 40 partitions");
        assertThat(query("SELECT DISTINCT \"$partition\" FROM facts WHERE day >= DATE '2021-06-01' AND day < DATE '2021-07-01'")).matches("VALUES VARCHAR 'tpch.facts_17'");
    }

    @Test
    void testJoinPrunesByDynamicFilter()
    {
        servers.get(3).execute("ALTER TABLE facts_03 RENAME TO hidden");
        try {
            // a partition that has nothing to do with it is missing, and nobody looks for it
            Session strict = Session.builder(getSession())
                    .setCatalogSessionProperty("postgres", "unmatched_partition_policy", "fail")
                    .build();
            assertThat(query(strict, "SELECT count(*), min(facts.\"$partition\"), max(facts.\"$partition\") FROM facts JOIN public.holidays ON facts.day = holidays.day"))
                    .matches("VALUES (BIGINT '14', VARCHAR 'tpch.facts_16', VARCHAR 'tpch.facts_16')");
        }
        finally {
            servers.get(3).execute("ALTER TABLE hidden RENAME TO facts_03");
        }
    }

    @Test
    void testSameAsOneTable()
    {
        createOne("one", NARROW, ROWS_PER_MONTH);
        String checksum = "SELECT count(*), checksum(id), checksum(day), checksum(city), checksum(amount), checksum(note) FROM ";
        assertThat(computeActual(checksum + "facts").getMaterializedRows()).isEqualTo(computeActual(checksum + "tpch.one_declared").getMaterializedRows());
        assertThat(query("SELECT city, count(*), sum(amount) FROM facts WHERE day > DATE '2021-01-15' GROUP BY 1")).matches("SELECT city, count(*), sum(amount) FROM one_declared WHERE day > DATE '2021-01-15' GROUP BY 1");
        assertThat(query("SELECT id, day FROM facts ORDER BY day DESC, id LIMIT 11")).ordered().matches("SELECT id, day FROM one_declared ORDER BY day DESC, id LIMIT 11");
    }

    /** All rows in one table of one server. */
    private void createOne(String table, Shape shape, int rowsPerMonth)
    {
        TestingPostgresServer server = servers.getFirst();
        server.execute("CREATE TABLE %s AS %s LIMIT 0".formatted(table, monthQuery(shape, 0, 1)));
        for (int month = 0; month < MONTHS; month++) {
            server.execute("INSERT INTO %s %s".formatted(table, monthQuery(shape, month, rowsPerMonth)));
        }
        ddl(getQueryRunner(), "CREATE FOREIGN TABLE tpch.%1$s_declared (%2$s) SERVER s0 OPTIONS (schema_name 'public', table_name '%1$s')".formatted(table, shape.columns()));
    }

    /** The servers work at once; a table of one server that is read in one stream keeps one of them busy. */
    @Test
    @Tag("long")
    void testScanIsFasterThanThatOfOneServer()
    {
        createMonths(getQueryRunner(), "measured", WIDE, MEASURED_ROWS_PER_MONTH);
        createOne("big", WIDE, MEASURED_ROWS_PER_MONTH);
        // as it is unless told otherwise
        keepConnections("on");
        try {
            measure();
        }
        finally {
            keepConnections("off");
        }
    }

    private void keepConnections(String value)
    {
        for (int server = 0; server < servers.size(); server++) {
            ddl(getQueryRunner(), "ALTER SERVER s%s OPTIONS (SET keep_connections '%s')".formatted(server, value));
        }
    }

    private void measure()
    {
        // both read once, so that neither comes from a cold disk
        assertThat(computeActual(scan("checksum", "measured")).getMaterializedRows()).isEqualTo(computeActual(scan("checksum", "big_declared")).getMaterializedRows());
        // reads all columns and does little with them, so that it is the scan that is measured
        Session allServers = Session.builder(getSession())
                .setCatalogSessionProperty("postgres", "aggregation_pushdown_enabled", "false")
                .build();
        Session oneStream = Session.builder(allServers)
                .setCatalogSessionProperty("postgres", "mpp_execute", "any")
                .build();
        // until the code of both is compiled, which takes the processors that the one server leaves idle
        for (int run = 0; run < WARM_UPS; run++) {
            nanos(oneStream, scan("count", "big_declared"));
            nanos(allServers, scan("count", "measured"));
        }
        double[] ratios = new double[MEASUREMENTS];
        for (int measurement = 0; measurement < MEASUREMENTS; measurement++) {
            long one = nanos(oneStream, scan("count", "big_declared"));
            long four = nanos(allServers, scan("count", "measured"));
            ratios[measurement] = (double) one / four;
            get(getClass()).info("One server %.2f s, four servers %.2f s: %.2f times", one / 1e9, four / 1e9, ratios[measurement]);
        }
        Arrays.sort(ratios);
        assertThat(ratios[MEASUREMENTS / 2]).isGreaterThanOrEqualTo(LEAST_RATIO);
    }

    private static String scan(String aggregate, String table)
    {
        return Arrays.stream(WIDE.columns().split(", (?=[a-z])"))
                .map(column -> "%s(%s)".formatted(aggregate, column.substring(0, column.indexOf(' '))))
                .collect(joining(", ", "SELECT ", " FROM " + table));
    }

    private long nanos(Session session, String sql)
    {
        long start = System.nanoTime();
        computeActual(session, sql);
        return System.nanoTime() - start;
    }

    /** How many sessions of other clients each server has begun and ended. */
    private List<Long> sessions()
    {
        List<Long> counts = new ArrayList<>();
        for (Connection watch : watches) {
            try (Statement statement = watch.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT sessions FROM pg_stat_database WHERE datname = current_database()")) {
                rows.next();
                counts.add(rows.getLong(1));
            }
            catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return counts;
    }

    private static void ddl(QueryRunner queryRunner, String script)
    {
        queryRunner.execute("CALL postgres.system.execute_ddl('%s')".formatted(script.replace("'", "''")));
    }
}
