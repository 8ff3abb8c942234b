package org.trinofdw.postgres;

import com.google.common.io.Resources;
import io.trino.Session;
import io.trino.metadata.QualifiedObjectName;
import io.trino.testing.MaterializedResult;
import io.trino.testing.QueryRunner;
import io.trino.tpch.TpchTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * The 22 queries of TPC-H give the rows that they give over the tpch connector, whatever PostgreSQL evaluates of them, on one node and on three.
 * The prices are decimals, so that no sum depends on the order of the rows; the queries sort by enough columns to have one order only.
 */
@TestInstance(PER_CLASS)
@Execution(SAME_THREAD)
abstract class BasePostgresFdwTpchTest
{
    private static final String GENERATED = "generated";

    private final String scale;

    private TestingPostgresServer server;
    private QueryRunner oneNode;
    private QueryRunner threeNodes;

    /**
     * @param scale schema of the tpch connector
     */
    BasePostgresFdwTpchTest(String scale)
    {
        this.scale = requireNonNull(scale, "scale is null");
    }

    @BeforeAll
    final void start()
            throws Exception
    {
        server = TestingPostgresServer.start();
        oneNode = cluster(0);
        for (TpchTable<?> table : TpchTable.getTables()) {
            QualifiedObjectName source = new QualifiedObjectName(GENERATED, scale, table.getTableName());
            oneNode.execute("CREATE TABLE %s AS SELECT * FROM %s.\"%s\".%s".formatted(source.objectName(), GENERATED, scale, source.objectName()));
        }
        server.execute("ANALYZE");
        threeNodes = cluster(2);
    }

    @AfterAll
    final void stop()
    {
        if (threeNodes != null) {
            threeNodes.close();
        }
        if (oneNode != null) {
            oneNode.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private QueryRunner cluster(int workers)
            throws Exception
    {
        QueryRunner queryRunner = PostgresQueryRunner.create(server, workers, Map.of(), List.of());
        queryRunner.createCatalog(GENERATED, "tpch", Map.of("tpch.column-naming", "STANDARD", "tpch.double-type-mapping", "DECIMAL"));
        return queryRunner;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
    final void testQuery(int number)
            throws IOException
    {
        String sql = Resources.toString(Resources.getResource(getClass(), "tpch/q%02d.sql".formatted(number)), UTF_8);
        Session generated = Session.builder(oneNode.getDefaultSession()).setCatalog(GENERATED).setSchema(scale).build();
        MaterializedResult expected = oneNode.execute(generated, sql);
        assertRows(oneNode, oneNode.getDefaultSession(), sql, expected);
        assertRows(oneNode, nothingPushed(oneNode.getDefaultSession()), sql, expected);
        assertRows(threeNodes, allSegments(threeNodes.getDefaultSession()), sql, expected);
        assertRows(threeNodes, switchedOff(threeNodes.getDefaultSession()), sql, expected);
    }

    private static void assertRows(QueryRunner cluster, Session session, String sql, MaterializedResult expected)
    {
        MaterializedResult actual = cluster.execute(session, sql);
        assertThat(actual.getTypes()).isEqualTo(expected.getTypes());
        assertThat(actual.getMaterializedRows())
                .as("%s nodes, %s %s", cluster.getNodeCount(), session.getSystemProperties(), session.getCatalogProperties())
                .isEqualTo(expected.getMaterializedRows());
    }

    private static Session allSegments(Session session)
    {
        return Session.builder(session)
                .setCatalogSessionProperty(PostgresQueryRunner.CATALOG, "mpp_execute", "all segments")
                .build();
    }

    /** The engine asks for nothing. */
    private static Session nothingPushed(Session session)
    {
        return Session.builder(session)
                .setSystemProperty("allow_pushdown_into_connectors", "false")
                .build();
    }

    /** The connector declines what it can be told to decline. */
    private static Session switchedOff(Session session)
    {
        Session.SessionBuilder result = Session.builder(session);
        for (String pushdown : List.of("complex_expression", "topn", "aggregation", "join")) {
            result.setCatalogSessionProperty(PostgresQueryRunner.CATALOG, pushdown + "_pushdown_enabled", "false");
        }
        return result.build();
    }
}
