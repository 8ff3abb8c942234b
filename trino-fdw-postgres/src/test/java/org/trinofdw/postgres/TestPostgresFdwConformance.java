package org.trinofdw.postgres;

import io.trino.testing.QueryRunner;
import org.trinofdw.conformance.BaseWrapperConformanceTest;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;

/**
 * The suite of all wrappers over PostgreSQL.
 */
final class TestPostgresFdwConformance
        extends BaseWrapperConformanceTest
{
    private static final String REMOTE_SCHEMA = "remote";

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        TestingPostgresServer server = closeAfterClass(TestingPostgresServer.start());
        server.execute("CREATE SCHEMA " + REMOTE_SCHEMA);
        return PostgresQueryRunner.create(
                server,
                builder -> builder.setWorkerCount(2).amendSession(session -> session.setSchema("public")),
                Map.of(),
                List.of());
    }

    @Override
    protected String remoteTable(String name, String rows)
    {
        computeActual("CREATE TABLE %s.%s AS %s".formatted(REMOTE_SCHEMA, name, rows));
        return "schema_name '%s', table_name '%s'".formatted(REMOTE_SCHEMA, name);
    }

    @Override
    protected String noRemoteTable()
    {
        return "schema_name '%s', table_name 'nowhere'".formatted(REMOTE_SCHEMA);
    }

    @Override
    protected String brokenServer(String name)
    {
        return """
                CREATE SERVER %1$s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '1', dbname 'nowhere');
                CREATE USER MAPPING FOR PUBLIC SERVER %1$s OPTIONS (user 'nobody', password '%2$s')
                """.formatted(name, SECRET);
    }
}
