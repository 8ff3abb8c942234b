package org.trinofdw.ddl;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.security.ConnectorIdentity;
import org.junit.jupiter.api.Test;
import org.trinofdw.definition.DeclaredPartition;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionBound;
import org.trinofdw.definition.PartitionMethod;
import org.trinofdw.definition.PartitionOf;
import org.trinofdw.definition.PartitionScheme;
import org.trinofdw.definition.PartitionValue;
import org.trinofdw.option.CatalogOptions;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.MppExecute;
import org.trinofdw.option.Option;
import org.trinofdw.option.OptionTable;
import org.trinofdw.option.Options;

import java.util.List;
import java.util.Optional;

import static io.trino.spi.type.CharType.createCharType;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static io.trino.spi.type.VarcharType.createVarcharType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.trinofdw.ddl.TestingDdl.TYPES;
import static org.trinofdw.ddl.TestingDdl.session;
import static org.trinofdw.option.OptionLevel.COLUMN;
import static org.trinofdw.option.OptionLevel.SERVER;
import static org.trinofdw.option.OptionLevel.TABLE;
import static org.trinofdw.option.OptionLevel.USER_MAPPING;

/**
 * The DDL of the documents that the wrappers follow, as written there.
 */
final class TestDocumentScripts
{
    private static final OptionTable ODPS = OptionTable.of(
            "odps_fdw",
            Option.string("tunnel_endpoint", "Tunnel").at(SERVER),
            Option.string("id", "Key").at(USER_MAPPING),
            Option.string("key", "Secret").at(USER_MAPPING).secret(),
            Option.string("project", "Project").at(TABLE),
            Option.string("table", "Table").at(TABLE),
            Option.string("partition", "Partition").at(TABLE),
            CommonOptions.MPP_EXECUTE);

    private static final OptionTable POSTGRES = OptionTable.of(
            "postgres_fdw",
            Option.string("host", "Host").at(SERVER),
            Option.integer("port", "Port").at(SERVER),
            Option.string("dbname", "Database").at(SERVER),
            Option.string("user", "User").at(USER_MAPPING),
            Option.string("password", "Password").at(USER_MAPPING).secret(),
            Option.bool("password_required", "Required").at(USER_MAPPING),
            Option.string("schema_name", "Schema").at(TABLE),
            Option.string("table_name", "Table").at(TABLE),
            Option.string("column_name", "Column").at(COLUMN),
            CommonOptions.MPP_EXECUTE);

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

    @Test
    void testAnalyticDb()
    {
        ForeignCatalog catalog = catalog(ODPS, "default");
        List<String> notices = catalog.execute(
                session("alice"),
                """
                CREATE EXTENSION odps_fdw;
                GRANT USAGE ON FOREIGN DATA WRAPPER odps_fdw TO PUBLIC;
                -- Step 1: Create the MaxCompute server
                CREATE SERVER odps_serv
                  FOREIGN DATA WRAPPER odps_fdw
                  OPTIONS (
                    tunnel_endpoint 'dt.cn-hangzhou.maxcompute.aliyun-inc.com'  -- Tunnel endpoint (recommended)
                  );

                -- Step 2: Create a user mapping
                CREATE USER MAPPING FOR CURRENT_USER
                  SERVER odps_serv
                  OPTIONS (
                    id  'LTAI5tXxx',      -- AccessKey ID
                    key 'xXxXxXx'   -- AccessKey Secret
                  );

                -- Step 3: Create a foreign table (non-partitioned example)
                CREATE FOREIGN TABLE IF NOT EXISTS odps_lineitem (
                """ + LINEITEM_COLUMNS +
                """
                )
                  SERVER odps_serv
                  OPTIONS (
                    project 'odps_fdw',    -- MaxCompute project name
                    table   'lineitem_big' -- MaxCompute table name
                  );
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
                """);
        assertThat(notices).containsExactly(
                "extension \"odps_fdw\" is accepted and not created: the wrapper is the connector of this catalog",
                "GRANT is accepted and has no effect: access is the matter of Trino's access control");
        assertThat(catalog.server("odps_serv").options()).isEqualTo(ImmutableMap.of("tunnel_endpoint", "dt.cn-hangzhou.maxcompute.aliyun-inc.com"));
        assertThat(catalog.userMapping("odps_serv", ConnectorIdentity.ofUser("alice")).orElseThrow().options()).isEqualTo(ImmutableMap.of("id", "LTAI5tXxx", "key", "xXxXxXx"));
        assertThat(catalog.userMapping("odps_serv", ConnectorIdentity.ofUser("bob"))).isEmpty();
        ForeignTable lineitem = catalog.table(new SchemaTableName("default", "odps_lineitem")).orElseThrow();
        assertThat(lineitem.columns()).hasSize(16);
        assertThat(lineitem.options()).isEqualTo(ImmutableMap.of("project", "odps_fdw", "table", "lineitem_big"));
        assertThat(lineitem.column("l_comment").orElseThrow().type().trinoType()).isEqualTo(createVarcharType(44));
        ForeignTable partition = catalog.table(new SchemaTableName("default", "odps_src_20170601_hangzhou")).orElseThrow();
        assertThat(partition.options()).containsEntry("partition", "pt=20170601,region=hangzhou");
        assertThat(partition.columns()).extracting(ForeignColumn::name).containsExactly("key", "value");
    }

    @Test
    void testAnalyticDbPartitions()
    {
        ForeignCatalog catalog = catalog(ODPS, "default");
        catalog.execute(
                session("alice"),
                """
                CREATE SERVER odps_serv FOREIGN DATA WRAPPER odps_fdw;
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
                """);
        SchemaTableName name = new SchemaTableName("default", "odps_src");
        PartitionScheme scheme = catalog.table(name).orElseThrow().partitioning().orElseThrow();
        assertThat(scheme.style()).isEqualTo(PartitionScheme.Style.DECLARED);
        assertThat(scheme.keys()).containsExactly("pt", "region");
        assertThat(paths(scheme)).containsExactly("20170601/hangzhou", "20170601/shanghai", "20170602/hangzhou", "20170602/shanghai");

        catalog.execute(session("alice"), "alter table odps_src add partition \"20170603\" values(20170603);");
        assertThat(paths(catalog, name)).containsExactly("20170601/hangzhou", "20170601/shanghai", "20170602/hangzhou", "20170602/shanghai", "20170603/hangzhou", "20170603/shanghai");
        assertThat(catalog.table(name).orElseThrow().partitioning().orElseThrow().partitions().getLast().bound())
                .isEqualTo(new PartitionBound.In(List.of(PartitionValue.literal("20170603"))));
        catalog.execute(session("alice"), "alter table odps_src alter partition \"20170603\" add partition \"nanjing\" values('nanjing');");
        assertThat(paths(catalog, name)).endsWith("20170603/hangzhou", "20170603/shanghai", "20170603/nanjing");
        catalog.execute(session("alice"), "alter table odps_src drop partition \"20170602\";");
        catalog.execute(session("alice"), "alter table odps_src alter partition \"20170601\" drop partition \"hangzhou\";");
        assertThat(paths(catalog, name)).containsExactly("20170601/shanghai", "20170603/hangzhou", "20170603/shanghai", "20170603/nanjing");
    }

    @Test
    void testCloudberryCreateForeignTable()
    {
        ForeignCatalog catalog = catalog(POSTGRES, "public");
        catalog.execute(
                session("alice"),
                """
                CREATE SERVER film_server FOREIGN DATA WRAPPER postgres_fdw;
                CREATE SERVER server_07 FOREIGN DATA WRAPPER postgres_fdw;
                CREATE TABLE measurement (city_id int not null, logdate date not null, peaktemp int, unitsales int) PARTITION BY RANGE (logdate);
                CREATE FOREIGN TABLE films (
                code char(5) NOT NULL,
                title varchar(40) NOT NULL,
                did integer NOT NULL,
                date_prod date,
                kind varchar(10),
                len interval hour to minute
                )
                SERVER film_server;
                CREATE FOREIGN TABLE measurement_y2016m07
                PARTITION OF measurement FOR VALUES FROM ('2016-07-01') TO ('2016-08-01')
                SERVER server_07;
                """);
        ForeignTable films = catalog.table(new SchemaTableName("public", "films")).orElseThrow();
        assertThat(films.columns()).extracting(ForeignColumn::nullable).containsExactly(false, false, false, true, true, true);
        assertThat(films.columns()).extracting(column -> column.type().text())
                .containsExactly("character(5)", "character varying(40)", "integer", "date", "character varying(10)", "interval hour to minute");
        assertThat(films.columns().getFirst().type().trinoType()).isEqualTo(createCharType(5));
        assertThat(films.columns().getLast().type().trinoType()).isEqualTo(VARCHAR);

        SchemaTableName measurement = new SchemaTableName("public", "measurement");
        ForeignTable root = catalog.table(measurement).orElseThrow();
        assertThat(root.partitioning().orElseThrow().levels().getFirst().method()).isEqualTo(PartitionMethod.RANGE);
        assertThat(root.partitioning().orElseThrow().keys()).containsExactly("logdate");
        ForeignTable partition = catalog.partitionsOf(measurement).getFirst();
        assertThat(partition.server()).isEqualTo("server_07");
        assertThat(partition.columns()).isEqualTo(root.columns());
        assertThat(partition.column("logdate").orElseThrow().type().trinoType()).isEqualTo(DATE);
        assertThat(partition.partitionOf()).contains(new PartitionOf(
                measurement,
                new PartitionBound.Range(List.of(PartitionValue.literal("2016-07-01")), List.of(PartitionValue.literal("2016-08-01")))));
    }

    @Test
    void testCloudberryWriteAWrapper()
    {
        ForeignCatalog catalog = catalog(POSTGRES, "public");
        catalog.execute(
                session("alice"),
                """
                -- Create extension
                CREATE EXTENSION my_fdw;

                -- Create foreign server
                CREATE SERVER my_server
                FOREIGN DATA WRAPPER postgres_fdw
                OPTIONS (host 'remote-host', port '5432');

                -- Create user mapping
                CREATE USER MAPPING FOR current_user
                SERVER my_server
                OPTIONS (user 'remote_user', password 'remote_password');

                -- Create foreign table
                CREATE FOREIGN TABLE my_foreign_table (
                id integer,
                name text
                ) SERVER my_server
                OPTIONS (table_name 'remote_table');

                -- Test parallel execution
                CREATE FOREIGN TABLE parallel_test (
                id integer,
                data text
                ) SERVER my_server
                OPTIONS (
                table_name 'large_table',
                mpp_execute 'all segments'
                );
                """);
        ForeignTable parallel = catalog.table(new SchemaTableName("public", "parallel_test")).orElseThrow();
        assertThat(catalog.options(Options.EMPTY, parallel).get(CommonOptions.MPP_EXECUTE)).contains(MppExecute.ALL_SEGMENTS);
        assertThat(catalog.userMapping("my_server", ConnectorIdentity.ofUser("alice")).orElseThrow().options()).containsEntry("password", "remote_password");
        assertThat(catalog.table(new SchemaTableName("public", "my_foreign_table")).orElseThrow().options()).isEqualTo(ImmutableMap.of("table_name", "remote_table"));
    }

    @Test
    void testPostgres()
    {
        ForeignCatalog catalog = catalog(POSTGRES, "public");
        catalog.execute(
                session("alice"),
                """
                CREATE EXTENSION postgres_fdw;

                CREATE SERVER foreign_server
                        FOREIGN DATA WRAPPER postgres_fdw
                        OPTIONS (host '192.83.123.89', port '5432', dbname 'foreign_db');

                CREATE USER MAPPING FOR local_user
                        SERVER foreign_server
                        OPTIONS (user 'foreign_user', password 'password');

                CREATE FOREIGN TABLE foreign_table (
                        id integer NOT NULL,
                        data text
                )
                        SERVER foreign_server
                        OPTIONS (schema_name 'some_schema', table_name 'some_table');
                ALTER USER MAPPING FOR local_user SERVER foreign_server
                OPTIONS (ADD password_required 'false');
                """);
        assertThat(catalog.server("foreign_server").options()).isEqualTo(ImmutableMap.of("host", "192.83.123.89", "port", "5432", "dbname", "foreign_db"));
        assertThat(catalog.userMapping("foreign_server", ConnectorIdentity.ofUser("local_user")).orElseThrow().options())
                .isEqualTo(ImmutableMap.of("user", "foreign_user", "password", "password", "password_required", "false"));
        assertThat(catalog.table(new SchemaTableName("public", "foreign_table")).orElseThrow().options())
                .isEqualTo(ImmutableMap.of("schema_name", "some_schema", "table_name", "some_table"));
    }

    private static ForeignCatalog catalog(OptionTable options, String defaultSchema)
    {
        return new ForeignCatalog("c", options, CatalogOptions.of(options, ImmutableMap.of()), Options.EMPTY, new TestingDdl.MemoryStore(), TYPES, defaultSchema, true);
    }

    private static List<String> paths(ForeignCatalog catalog, SchemaTableName name)
    {
        return paths(catalog.table(name).flatMap(ForeignTable::partitioning).orElseThrow());
    }

    private static List<String> paths(PartitionScheme scheme)
    {
        return scheme.partitions().stream()
                .flatMap(partition -> partition.subpartitions().stream().map(DeclaredPartition::name).map(name -> partition.name() + "/" + name))
                .toList();
    }
}
