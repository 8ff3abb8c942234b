package org.trinofdw.example;

import com.google.common.collect.ImmutableList;
import io.trino.spi.Plugin;
import io.trino.spi.connector.ConnectorFactory;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.trinofdw.wrapper.WrapperConnectorFactory;

import java.util.Map;

import static io.trino.testing.TestingSession.testSessionBuilder;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The optional callbacks of INSERT: one writer, all rows or none.
 */
final class TestWrapperInsert
        extends AbstractTestQueryFramework
{
    private final ListWrapper wrapper = new ListWrapper();

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        DistributedQueryRunner queryRunner = DistributedQueryRunner.builder(testSessionBuilder().setCatalog("lists").setSchema("public").build())
                .setWorkerCount(1)
                .build();
        queryRunner.installPlugin(new Plugin()
        {
            @Override
            public Iterable<ConnectorFactory> getConnectorFactories()
            {
                return ImmutableList.of(WrapperConnectorFactory.of(wrapper));
            }
        });
        queryRunner.createCatalog("lists", "list_fdw", Map.of("foreign-table.store-directory", queryRunner.getCoordinator().getBaseDataDir().resolve("foreign-tables").toString()));
        return queryRunner;
    }

    @Test
    void testInsert()
    {
        assertUpdate("CREATE TABLE list (id bigint, label varchar, note varchar DEFAULT 'none') WITH (foreign_table = true)");
        assertUpdate("INSERT INTO list (label, id) VALUES ('one', 1), (null, 2)", 2);
        assertUpdate("INSERT INTO list SELECT i, 'x', 'y' FROM UNNEST(sequence(100, 10099)) AS t (i)", 10_000);
        assertThat(query("SELECT * FROM list WHERE id < 100")).matches("VALUES (BIGINT '1', VARCHAR 'one', VARCHAR 'none'), (2, null, 'none')");
        assertThat(query("SELECT count(*), count(DISTINCT id) FROM list")).matches("VALUES (BIGINT '10002', BIGINT '10002')");

        assertQueryFails("INSERT INTO list VALUES (12, 'a', 'b'), (13, 'a', 'b')", "foreign table public.list, list: no 13");
        assertThat(query("SELECT count(*) FROM list WHERE id = 12")).matches("VALUES BIGINT '0'");
        assertThat(wrapper.unfinished).isEmpty();
    }
}
