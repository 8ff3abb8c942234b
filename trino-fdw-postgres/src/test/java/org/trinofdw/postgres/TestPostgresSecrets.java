package org.trinofdw.postgres;

import com.google.common.collect.ImmutableMap;
import io.trino.Session;
import io.trino.spi.QueryId;
import io.trino.spi.security.Identity;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.QueryFailedException;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trinofdw.postgres.TestCloudberryForeignTableDocument.ddl;

/**
 * After many failures, and after what works, no secret is in any message, stack trace, plan, system table, SHOW CREATE, log line, or in the JSON of a
 * query with its handles and splits. Secrets come from files, since the text of a statement is what its user wrote.
 */
@Execution(ExecutionMode.SAME_THREAD)
final class TestPostgresSecrets
        extends AbstractTestQueryFramework
{
    private static final String SECRET = "Xs3cr3tX";

    @TempDir
    private static Path directory;

    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final Handler logHandler = new Handler()
    {
        @Override
        public void publish(LogRecord record)
        {
            logged.add(record.getMessage());
            if (record.getThrown() != null) {
                logged.add(stackTrace(record.getThrown()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.builder().requirePasswords().start());
        server.execute("CREATE ROLE good LOGIN PASSWORD '%sgood'; CREATE TABLE public.items AS SELECT i AS id, 'text' AS t FROM generate_series(1, 1000) AS i; GRANT ALL ON public.items TO good; GRANT CREATE ON SCHEMA public TO good".formatted(SECRET));
        Path script = directory.resolve("servers.sql");
        Files.writeString(script, """
                CREATE SERVER wrong_password FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%1$s', port '%2$s', dbname '%3$s');
                CREATE USER MAPPING FOR PUBLIC SERVER wrong_password OPTIONS (user 'good', password '%4$swrong', sslpassword '%4$sssl');
                CREATE SERVER wrong_port FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%1$s', port '1', dbname '%3$s');
                CREATE USER MAPPING FOR PUBLIC SERVER wrong_port OPTIONS (user 'good', password '%4$sport');
                CREATE FOREIGN TABLE local.wrong_password (id int) SERVER wrong_password OPTIONS (table_name 'items', schema_name 'public');
                CREATE FOREIGN TABLE local.wrong_port (id int) SERVER wrong_port;
                """.formatted(server.host(), server.port(), server.database(), SECRET));
        Path mappings = directory.resolve("users.json");
        Files.writeString(mappings, "{\"mapped\": {\"user\": \"good\", \"password\": \"%sfile\"}}".formatted(SECRET));
        Logger.getLogger("").addHandler(logHandler);
        return PostgresQueryRunner.create(server, ImmutableMap.of(
                "user", "good",
                "password", SECRET + "good",
                "foreign-ddl.files", script.toString(),
                "user-mapping.file", mappings.toString()), List.of());
    }

    @Test
    void testSecrets()
            throws Exception
    {
        try {
            Session mapped = Session.builder(getSession()).setIdentity(Identity.ofUser("mapped")).build();
            int failures = 0;
            for (int round = 0; round < 6; round++) {
                for (String sql : List.of(
                        "SELECT * FROM local.wrong_password",
                        "INSERT INTO local.wrong_password VALUES " + round,
                        "SELECT * FROM local.wrong_port WHERE id = " + round,
                        "CALL system.import_foreign_schema(remote_schema => 'public', server => 'wrong_password')",
                        "SELECT CAST(t AS integer) FROM public.items WHERE id = " + (round + 1),
                        "SELECT t FROM public.nosuch",
                        "INSERT INTO public.items SELECT 1 / 0, 'x'",
                        "CREATE TABLE public.items (a int)")) {
                    failures += fails(getSession(), sql);
                }
                failures += fails(mapped, "SELECT * FROM public.items LIMIT " + (round + 1));
            }
            // with secrets in the text, only the message is looked at
            for (String bad : List.of(
                    "CREATE USER MAPPING FOR x SERVER postgres OPTIONS (pasword '%s')",
                    "CREATE USER MAPPING FOR x SERVER postgres OPTIONS (password '%s', port '1')",
                    "CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (password '%s')",
                    "CREATE FOREIGN TABLE t (a int) SERVER postgres OPTIONS (password '%s')",
                    "CREATE USER MAPPING FOR PUBLIC SERVER postgres OPTIONS (password '%s')",
                    "CREATE USER MAPPING FOR x SERVER nowhere OPTIONS (password '%s')",
                    "ALTER USER MAPPING FOR x SERVER postgres OPTIONS (SET password '%s')",
                    "CREATE USER MAPPING FOR x SERVER postgres OPTIONS (password '%s', password_required 'perhaps')")) {
                assertThat(message(getSession(), ddl(bad.formatted(SECRET)))).doesNotContain(SECRET);
                failures++;
            }
            assertThat(failures).isGreaterThanOrEqualTo(50);

            for (String sql : List.of(
                    "SELECT * FROM system.foreign_servers",
                    "SELECT * FROM system.user_mappings",
                    "SELECT * FROM system.foreign_tables",
                    "SELECT * FROM system.foreign_table_options",
                    "SELECT * FROM system.connections",
                    "SELECT * FROM system.warnings",
                    "SELECT * FROM system.metadata.catalogs",
                    "SELECT * FROM information_schema.columns",
                    "SHOW SESSION",
                    "SHOW CREATE TABLE local.wrong_password",
                    "SHOW CREATE TABLE public.items",
                    "EXPLAIN (TYPE DISTRIBUTED) SELECT * FROM public.items",
                    "EXPLAIN (TYPE IO) SELECT * FROM public.items",
                    "EXPLAIN (TYPE LOGICAL, FORMAT JSON) INSERT INTO public.items SELECT * FROM public.items",
                    "EXPLAIN ANALYZE VERBOSE SELECT count(*) FROM public.items WHERE id > 5",
                    "INSERT INTO public.items SELECT id, t FROM public.items WHERE id < 10")) {
                assertThat(computeActual(sql).toString()).as(sql).doesNotContain(SECRET);
            }
            assertThat(computeActual("SELECT options FROM system.user_mappings").getOnlyColumnAsSet().toString()).contains("password '***'");

            DistributedQueryRunner queryRunner = (DistributedQueryRunner) getQueryRunner();
            HttpClient client = HttpClient.newHttpClient();
            int queries = 0;
            for (QueryId query : queryRunner.getCoordinator().getQueryManager().getQueries().stream().map(info -> info.getQueryId()).toList()) {
                HttpRequest request = HttpRequest.newBuilder(queryRunner.getCoordinator().getBaseUrl().resolve("/v1/query/" + query)).header("X-Trino-User", "user").build();
                // Trino itself sends the properties of its catalogs to the workers with each fragment
                String json = client.send(request, HttpResponse.BodyHandlers.ofString()).body().replaceAll("\"activeCatalogs\":\\[[^\\]]*\\]", "");
                if (!json.contains("CREATE USER MAPPING") && !json.contains("CREATE SERVER") && !json.contains("ALTER USER MAPPING") && !json.contains("CREATE FOREIGN TABLE t ")) {
                    assertThat(json).as("query %s", query).contains("queryId").doesNotContain(SECRET);
                    queries++;
                }
            }
            assertThat(queries).isGreaterThan(30);
            assertThat(logged).isNotEmpty().noneMatch(line -> line != null && line.contains(SECRET) && !line.contains("OPTIONS ("));
        }
        finally {
            Logger.getLogger("").removeHandler(logHandler);
        }
    }

    private int fails(Session session, String sql)
    {
        assertThat(message(session, sql)).doesNotContain(SECRET);
        return 1;
    }

    private String message(Session session, String sql)
    {
        try {
            getQueryRunner().execute(session, sql);
        }
        catch (QueryFailedException e) {
            // the runner adds the text of the statement to what is suppressed
            return e.getMessage() + (e.getCause() == null ? "" : stackTrace(e.getCause()));
        }
        throw new AssertionError("did not fail: " + sql);
    }

    private static String stackTrace(Throwable throwable)
    {
        StringWriter text = new StringWriter();
        throwable.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
