package org.trinofdw.postgres;

import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of Cloudberry's CREATE FOREIGN TABLE, as written there, with two servers for the placeholders.
 */
@Execution(ExecutionMode.SAME_THREAD)
final class TestCloudberryForeignTableDocument
        extends AbstractTestQueryFramework
{
    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        QueryRunner queryRunner = PostgresQueryRunner.create(server, Map.of(), List.of());
        server.execute(
                """
                CREATE TABLE public.films (code char(5), title varchar(40), did integer, date_prod date, kind varchar(10), len interval hour to minute);
                INSERT INTO public.films VALUES ('UA502', 'Bananas', 105, '1971-07-13', 'Comedy', '82 minutes'), ('T_601', 'Yojimbo', 106, NULL, NULL, '1:50');
                CREATE TABLE public.measurement_y2016m07 (city_id int NOT NULL, logdate date NOT NULL, peaktemp int, unitsales int);
                INSERT INTO public.measurement_y2016m07 VALUES (1, '2016-07-01', 30, 5), (2, '2016-07-31', 31, 6)""");
        for (String name : List.of("film_server", "server_07")) {
            queryRunner.execute(ddl("CREATE SERVER %s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%s', port '%s', dbname '%s'); CREATE USER MAPPING FOR PUBLIC SERVER %s OPTIONS (user '%s', password_required 'false')"
                    .formatted(name, server.host(), server.port(), server.database(), name, server.user())));
        }
        return queryRunner;
    }

    @Test
    void testFilms()
    {
        assertUpdate(ddl(
                """
                CREATE FOREIGN TABLE films (
                code char(5) NOT NULL,
                title varchar(40) NOT NULL,
                did integer NOT NULL,
                date_prod date,
                kind varchar(10),
                len interval hour to minute
                )
                SERVER film_server;
                """));
        assertThat(query("SELECT code, title, did, date_prod, kind, len FROM public.films")).matches(
                """
                VALUES
                    (CAST('UA502' AS char(5)), CAST('Bananas' AS varchar(40)), 105, DATE '1971-07-13', CAST('Comedy' AS varchar(10)), VARCHAR '01:22:00'),
                    (CAST('T_601' AS char(5)), CAST('Yojimbo' AS varchar(40)), 106, NULL, NULL, VARCHAR '01:50:00')""");
        assertThat(query("SELECT DISTINCT \"$server\" FROM public.films")).matches("VALUES VARCHAR 'film_server'");
        assertThat(query("SELECT title FROM public.films WHERE did > 105")).matches("VALUES CAST('Yojimbo' AS varchar(40))");
        assertUpdate(ddl("DROP FOREIGN TABLE films"));
    }

    @Test
    void testPartitionOfMeasurement()
    {
        assertUpdate(ddl("CREATE TABLE measurement (city_id int not null, logdate date not null, peaktemp int, unitsales int) PARTITION BY RANGE (logdate)"));
        assertUpdate(ddl(
                """
                CREATE FOREIGN TABLE measurement_y2016m07
                PARTITION OF measurement FOR VALUES FROM ('2016-07-01') TO ('2016-08-01')
                SERVER server_07;
                """));
        assertThat(query("SELECT city_id, logdate, peaktemp, unitsales FROM public.measurement_y2016m07")).matches("VALUES (1, DATE '2016-07-01', 30, 5), (2, DATE '2016-07-31', 31, 6)");
        assertThat(query("SELECT city_id, unitsales FROM public.measurement WHERE logdate = DATE '2016-07-31'")).matches("VALUES (2, 6)");
        assertQueryReturnsEmptyResult("SELECT * FROM public.measurement WHERE logdate = DATE '2016-08-01'");
        assertThat(query("SELECT table_name, partition_name, partition_keys, partition_bound, server_name FROM system.foreign_partitions")).matches(
                "VALUES (VARCHAR 'measurement', VARCHAR 'public.measurement_y2016m07', VARCHAR 'logdate', VARCHAR 'FOR VALUES FROM (''2016-07-01'') TO (''2016-08-01'')', VARCHAR 'server_07')");
        assertUpdate("INSERT INTO public.measurement_y2016m07 VALUES (3, DATE '2016-07-15', NULL, NULL)", 1);
        assertThat(query("SELECT count(*) FROM public.measurement_y2016m07")).matches("VALUES BIGINT '3'");
        assertUpdate(ddl("DROP FOREIGN TABLE measurement"));
        assertQueryReturnsEmptyResult("SELECT * FROM system.foreign_partitions");
    }

    /**
     * Every clause of the synopsis.
     */
    @Test
    void testSynopsis()
    {
        assertUpdate(ddl(
                """
                CREATE FOREIGN TABLE IF NOT EXISTS syn_parent (
                    id integer OPTIONS (column_name 'did') CONSTRAINT id_there NOT NULL,
                    name varchar(40) OPTIONS (column_name 'title') COLLATE "C" NULL DEFAULT 'none',
                    twice integer GENERATED ALWAYS AS (id * 2) STORED,
                    CONSTRAINT positive CHECK (id > 0) NO INHERIT
                )
                SERVER film_server
                OPTIONS (mpp_execute 'all segments', table_name 'films');
                CREATE FOREIGN TABLE syn_heir (kind varchar(10)) INHERITS (syn_parent) SERVER film_server OPTIONS (mpp_execute 'any', table_name 'films');
                CREATE TABLE syn_list (a int, b int) PARTITION BY LIST (a);
                CREATE FOREIGN TABLE syn_list_1 PARTITION OF syn_list (b WITH OPTIONS NOT NULL, CHECK (b > 0)) FOR VALUES IN (1, NULL) SERVER server_07 OPTIONS (mpp_execute 'coordinator');
                CREATE FOREIGN TABLE syn_list_rest PARTITION OF syn_list DEFAULT SERVER server_07;
                CREATE TABLE syn_range (a int, b int) PARTITION BY RANGE (a, b);
                CREATE FOREIGN TABLE syn_range_1 PARTITION OF syn_range FOR VALUES FROM (MINVALUE, MINVALUE) TO (1, 5) SERVER server_07;
                CREATE FOREIGN TABLE syn_range_2 PARTITION OF syn_range FOR VALUES FROM (1, 5) TO (MAXVALUE, MAXVALUE) SERVER server_07;
                CREATE TABLE syn_hash (a int) PARTITION BY HASH (a);
                CREATE FOREIGN TABLE syn_hash_1 PARTITION OF syn_hash FOR VALUES WITH (MODULUS 4, REMAINDER 3) SERVER server_07;
                """));
        assertThat(query("SELECT table_name FROM system.foreign_tables WHERE table_name LIKE 'syn%'")).matches(
                "VALUES VARCHAR 'syn_parent', 'syn_heir', 'syn_list', 'syn_list_1', 'syn_list_rest', 'syn_range', 'syn_range_1', 'syn_range_2', 'syn_hash', 'syn_hash_1'");
        assertThat(query("SELECT partition_bound FROM system.foreign_partitions WHERE table_name LIKE 'syn%'")).matches(
                """
                VALUES VARCHAR 'FOR VALUES IN (''1'', NULL)', 'DEFAULT', 'FOR VALUES FROM (MINVALUE, MINVALUE) TO (''1'', ''5'')', 'FOR VALUES FROM (''1'', ''5'') TO (MAXVALUE, MAXVALUE)',
                    'FOR VALUES WITH (MODULUS 4, REMAINDER 3)'""");
        assertUpdate(ddl("DROP FOREIGN TABLE syn_parent, syn_list, syn_range, syn_hash CASCADE"));
    }

    static String ddl(String statements)
    {
        return "CALL system.execute_ddl('%s')".formatted(statements.replace("'", "''"));
    }
}
