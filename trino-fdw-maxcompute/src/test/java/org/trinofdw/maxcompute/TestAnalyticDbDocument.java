package org.trinofdw.maxcompute;

import com.google.common.collect.ImmutableList;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;
import org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of AnalyticDB's document on MaxCompute foreign tables, as written there with the placeholders filled. The document's local tables are tables of
 * another project here; what follows their columns (WITH, DISTRIBUTED BY) says how AnalyticDB stores them and is left out.
 */
@Execution(ExecutionMode.SAME_THREAD)
final class TestAnalyticDbDocument
        extends AbstractTestQueryFramework
{
    private static final String PROJECT = "odps_fdw";
    private static final String LOCAL = "local";
    private static final String LINEITEM_COLUMNS =
            """
                l_orderkey      bigint,
                l_partkey       bigint,
                l_suppkey       bigint,
                l_linenumber    bigint,
                l_quantity      double precision,
                l_extendedprice double precision,
                l_discount      double precision,
                l_tax           double precision,
                l_returnflag    char(1),
                l_linestatus    char(1),
                l_shipdate      date,
                l_commitdate    date,
                l_receiptdate   date,
                l_shipinstruct  char(25),
                l_shipmode      char(10),
                l_comment       varchar(44)
            """;
    private static final String Q1 =
            """
            select
                l_returnflag,
                l_linestatus,
                sum(l_quantity)                                       as sum_qty,
                sum(l_extendedprice)                                  as sum_base_price,
                sum(l_extendedprice * (1 - l_discount))               as sum_disc_price,
                sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)) as sum_charge,
                avg(l_quantity)                                       as avg_qty,
                avg(l_extendedprice)                                  as avg_price,
                avg(l_discount)                                       as avg_disc,
                count(*)                                              as count_order
            from
                odps_lineitem
            where
                l_shipdate <= date '1998-12-01' - interval '88' day
            group by
                l_returnflag,
                l_linestatus
            order by
                l_returnflag,
                l_linestatus
            """;
    private static final String Q19 =
            """
            select
                sum(l_extendedprice * (1 - l_discount)) as revenue
            from
                aocs_lineitem,   -- local AOCS table
                odps_part        -- MaxCompute foreign table
            where
                (
                    p_partkey = l_partkey
                    and p_brand = 'Brand#32'
                    and p_container in ('SM CASE', 'SM BOX', 'SM PACK', 'SM PKG')
                    and l_quantity >= 8 and l_quantity <= 8 + 10
                    and p_size between 1 and 5
                    and l_shipmode in ('AIR', 'AIR REG')
                    and l_shipinstruct = 'DELIVER IN PERSON'
                )
                or
                (
                    p_partkey = l_partkey
                    and p_brand = 'Brand#41'
                    and p_container in ('MED BAG', 'MED BOX', 'MED PKG', 'MED PACK')
                    and l_quantity >= 15 and l_quantity <= 15 + 10
                    and p_size between 1 and 10
                    and l_shipmode in ('AIR', 'AIR REG')
                    and l_shipinstruct = 'DELIVER IN PERSON'
                )
                or
                (
                    p_partkey = l_partkey
                    and p_brand = 'Brand#44'
                    and p_container in ('LG CASE', 'LG BOX', 'LG PACK', 'LG PKG')
                    and l_quantity >= 22 and l_quantity <= 22 + 10
                    and p_size between 1 and 15
                    and l_shipmode in ('AIR', 'AIR REG')
                    and l_shipinstruct = 'DELIVER IN PERSON'
                )
            """;

    private LocalMaxCompute service;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        service = closeAfterClass(LocalMaxCompute.builder().project(PROJECT).project(LOCAL).start());
        Path store = Files.createTempDirectory("analyticdb-document");
        closeAfterClass(() -> deleteRecursively(store, ALLOW_INSECURE));
        // the catalog's own project is the "local" database
        QueryRunner queryRunner = MaxComputeQueryRunner.builder(service)
                .setWorkerCount(0)
                .addCatalogProperty("project", LOCAL)
                .addCatalogProperty("foreign-table.store-directory", store.toString())
                .build();
        queryRunner.createCatalog("tpch_standard", "tpch", Map.of("tpch.column-naming", "STANDARD"));
        service.execute(PROJECT, "CREATE TABLE lineitem_big (l_orderkey BIGINT, l_partkey BIGINT, l_suppkey BIGINT, l_linenumber BIGINT, l_quantity DOUBLE, l_extendedprice DOUBLE, l_discount DOUBLE, l_tax DOUBLE, l_returnflag STRING, l_linestatus STRING, l_shipdate DATE, l_commitdate DATE, l_receiptdate DATE, l_shipinstruct STRING, l_shipmode STRING, l_comment STRING)");
        service.execute(PROJECT, "CREATE TABLE part (p_partkey BIGINT, p_brand STRING, p_size INT, p_container STRING)");
        service.execute(PROJECT, "CREATE TABLE src (key STRING, value BIGINT) PARTITIONED BY (pt STRING, region STRING)");
        long value = 1;
        for (String pt : List.of("20170601", "20170602", "20170603")) {
            for (String region : List.of("hangzhou", "shanghai", "nanjing")) {
                service.load(PROJECT, Optional.empty(), "src", Optional.of("pt=%s,region=%s".formatted(pt, region)), ImmutableList.of(List.of(pt + region, value)));
                value *= 2;
            }
        }
        return queryRunner;
    }

    @Test
    void testDocument()
    {
        // Enable MaxCompute FDW
        assertUpdate(ddl(
                """
                CREATE EXTENSION odps_fdw;
                GRANT USAGE ON FOREIGN DATA WRAPPER odps_fdw TO PUBLIC;
                """));
        // Set up access to MaxCompute
        assertUpdate(ddl(
                """
                -- Step 1: Create the MaxCompute server
                CREATE SERVER odps_serv
                  FOREIGN DATA WRAPPER odps_fdw
                  OPTIONS (
                    tunnel_endpoint '%s'  -- Tunnel endpoint (recommended)
                  );

                -- Step 2: Create a user mapping
                CREATE USER MAPPING FOR CURRENT_USER
                  SERVER odps_serv
                  OPTIONS (
                    id  '%s',      -- AccessKey ID
                    key '%s'   -- AccessKey Secret
                  );

                -- Step 3: Create a foreign table (non-partitioned example)
                CREATE FOREIGN TABLE IF NOT EXISTS odps_lineitem (
                %s)
                  SERVER odps_serv
                  OPTIONS (
                    project 'odps_fdw',    -- MaxCompute project name
                    table   'lineitem_big' -- MaxCompute table name
                  );
                """.formatted(service.tunnelEndpoint(), LocalMaxComputeBuilder.DEFAULT_ACCESS_ID, LocalMaxComputeBuilder.DEFAULT_ACCESS_KEY, LINEITEM_COLUMNS)));
        assertUpdate(ddl("CREATE FOREIGN TABLE odps_part (p_partkey bigint, p_brand char(10), p_size int, p_container char(10)) SERVER odps_serv OPTIONS (project 'odps_fdw', table 'part')"));

        // Write data to MaxCompute: what the rest reads
        long rows = (long) computeScalar("SELECT count(*) FROM tpch_standard.tiny.lineitem");
        assertUpdate("INSERT INTO odps_lineitem SELECT * FROM tpch_standard.tiny.lineitem", rows);
        assertUpdate("INSERT INTO odps_part SELECT p_partkey, p_brand, p_size, p_container FROM tpch_standard.tiny.part", 2000);

        // Query a MaxCompute foreign table
        assertThat(computeActual("SELECT CAST(l_returnflag AS varchar), CAST(l_linestatus AS varchar), count_order, round(sum_charge, 2) FROM (" + Q1 + ")").getMaterializedRows())
                .containsExactlyInAnyOrderElementsOf(computeActual("SELECT CAST(l_returnflag AS varchar), CAST(l_linestatus AS varchar), count_order, round(sum_charge, 2) FROM (" + Q1.replace("odps_lineitem", "tpch_standard.tiny.lineitem") + ")").getMaterializedRows());

        // Import MaxCompute data into a local table
        assertUpdate("CREATE TABLE aocs_lineitem (" + LINEITEM_COLUMNS + ")");
        assertUpdate("INSERT INTO aocs_lineitem SELECT * FROM odps_lineitem", rows);
        assertUpdate("CREATE TABLE heap_lineitem AS SELECT * FROM odps_lineitem", rows);
        assertThat(query("SELECT count(*), sum(l_orderkey), checksum(l_comment) FROM heap_lineitem")).matches("SELECT count(*), sum(l_orderkey), checksum(CAST(l_comment AS varchar(44))) FROM tpch_standard.tiny.lineitem");

        // Join a foreign table with a local table
        assertThat(computeActual("SELECT round(revenue, 2) FROM (" + Q19 + ")").getMaterializedRows())
                .isEqualTo(computeActual("SELECT round(revenue, 2) FROM (" + Q19.replace("aocs_lineitem", "tpch_standard.tiny.lineitem").replace("odps_part", "tpch_standard.tiny.part") + ")").getMaterializedRows());

        // Write data from AnalyticDB for PostgreSQL to MaxCompute
        assertUpdate("INSERT INTO odps_lineitem SELECT * FROM heap_lineitem", rows);
        assertThat(query("SELECT count(*) FROM odps_lineitem")).matches("VALUES BIGINT '%s'".formatted(2 * rows));

        // Lowest-level partitioned foreign tables
        assertUpdate(ddl(
                """
                -- The MaxCompute table src is partitioned by pt (level 1) and region (level 2).
                CREATE FOREIGN TABLE odps_src_20170601_hangzhou (
                    key   text,
                    value bigint
                ) SERVER odps_serv
                  OPTIONS (
                    project   'odps_fdw',
                    table     'src',
                    partition 'pt=20170601,region=hangzhou'  -- Full path of the lowest-level partition
                  );
                """));
        assertThat(query("SELECT * FROM odps_src_20170601_hangzhou")).matches("VALUES (VARCHAR '20170601hangzhou', BIGINT '1')");

        // Partitioned foreign tables
        assertUpdate(ddl(
                """
                CREATE FOREIGN TABLE odps_src (
                    key    text,
                    value  bigint,
                    pt     text,    -- Level-1 partition key (must be appended after data columns)
                    region text     -- Level-2 partition key (must be appended after data columns)
                ) SERVER odps_serv
                  OPTIONS (
                    project 'odps_fdw',
                    table   'src'
                  )
                  PARTITION BY LIST (pt)
                  SUBPARTITION BY LIST (region)
                      SUBPARTITION TEMPLATE (
                          SUBPARTITION hangzhou VALUES ('hangzhou'),
                          SUBPARTITION shanghai VALUES ('shanghai')
                      )
                  ( PARTITION "20170601" VALUES ('20170601'),
                    PARTITION "20170602" VALUES ('20170602') );
                """));
        assertPartitions("20170601hangzhou", "20170601shanghai", "20170602hangzhou", "20170602shanghai");

        // Manage partitions in a partitioned foreign table
        assertUpdate(ddl("alter table odps_src add partition \"20170603\" values(20170603);"));
        assertPartitions("20170601hangzhou", "20170601shanghai", "20170602hangzhou", "20170602shanghai", "20170603hangzhou", "20170603shanghai");
        assertUpdate(ddl("alter table odps_src alter partition \"20170603\" add partition \"nanjing\" values('nanjing');"));
        assertPartitions("20170601hangzhou", "20170601shanghai", "20170602hangzhou", "20170602shanghai", "20170603hangzhou", "20170603shanghai", "20170603nanjing");
        assertUpdate(ddl("alter table odps_src drop partition \"20170602\";"));
        assertPartitions("20170601hangzhou", "20170601shanghai", "20170603hangzhou", "20170603shanghai", "20170603nanjing");
        assertUpdate(ddl("alter table odps_src alter partition \"20170601\" drop partition \"hangzhou\";"));
        assertPartitions("20170601shanghai", "20170603hangzhou", "20170603shanghai", "20170603nanjing");
        // a partition without a counterpart: the query still answers
        assertUpdate(ddl("alter table odps_src add partition \"20170699\" values('20170699');"));
        assertPartitions("20170601shanghai", "20170603hangzhou", "20170603shanghai", "20170603nanjing");
    }

    private void assertPartitions(String... keys)
    {
        assertThat(computeActual("SELECT key FROM odps_src").getOnlyColumnAsSet()).containsExactlyInAnyOrder((Object[]) keys);
        // the keys of a partition are columns
        assertThat(computeActual("SELECT pt || region FROM odps_src").getOnlyColumnAsSet()).containsExactlyInAnyOrder((Object[]) keys);
    }

    private static String ddl(String statements)
    {
        return "CALL odps.system.execute_ddl('%s')".formatted(statements.replace("'", "''"));
    }
}
