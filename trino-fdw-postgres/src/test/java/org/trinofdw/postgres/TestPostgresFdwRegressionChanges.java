package org.trinofdw.postgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

import java.sql.SQLException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * Statements of postgres_fdw's regression test that change rows: with triggers, checks and sequences of the server, with inheritance, and through partitions. What
 * Trino has no words for, such as FROM in an UPDATE, is said with a subquery or MERGE.
 */
@Execution(SAME_THREAD)
final class TestPostgresFdwRegressionChanges
        extends BasePostgresFdwRegressionTest
{
    private void same(String table, String sql)
            throws SQLException
    {
        change(table, sql, sql);
    }

    @Test
    void testChangesByOtherTables()
            throws SQLException
    {
        for (String table : new String[] {"\"S 1\".target", "local.target"}) {
            server.execute("CREATE TABLE %s AS SELECT id AS c1, id %% 10 AS c2, to_char(id, 'FM00000') AS c3, 'c7'::char(10) AS c7 FROM generate_series(1, 1000) id".formatted(table));
        }
        ddl("CREATE FOREIGN TABLE fdw.target (c1 int, c2 int, c3 text, c7 char(10)) SERVER postgres OPTIONS (schema_name 'S 1')");
        change("target",
                "UPDATE target SET c2 = c2 + 500, c3 = c3 || '_update9', c7 = NULL WHERE c2 IN (SELECT c1 FROM ft1 WHERE c1 % 10 = 9)",
                "UPDATE target SET c2 = target.c2 + 500, c3 = target.c3 || '_update9', c7 = DEFAULT FROM ft1 WHERE ft1.c1 = target.c2 AND ft1.c1 % 10 = 9");
        change("target",
                "DELETE FROM target WHERE c2 IN (SELECT c1 FROM ft1 WHERE c1 % 10 = 2)",
                "DELETE FROM target USING ft1 WHERE ft1.c1 = target.c2 AND ft1.c1 % 10 = 2");
        same("target", "INSERT INTO target (c1, c2, c3) SELECT c1 + 1200, c1, c2 FROM ft3");
        change("target",
                "MERGE INTO target USING (SELECT ft4.c1 FROM ft4 INNER JOIN ft5 ON (ft4.c1 = ft5.c1)) s ON target.c1 > 1200 AND target.c2 = s.c1 WHEN MATCHED THEN UPDATE SET c3 = 'foo'",
                "UPDATE target SET c3 = 'foo' FROM ft4 INNER JOIN ft5 ON (ft4.c1 = ft5.c1) WHERE target.c1 > 1200 AND target.c2 = ft4.c1");
        change("target",
                "MERGE INTO target USING (SELECT ft4.c1 FROM ft4 LEFT JOIN ft5 ON (ft4.c1 = ft5.c1)) s ON target.c1 > 1200 AND target.c1 % 10 = 0 AND target.c2 = s.c1 WHEN MATCHED THEN DELETE",
                "DELETE FROM target USING ft4 LEFT JOIN ft5 ON (ft4.c1 = ft5.c1) WHERE target.c1 > 1200 AND target.c1 % 10 = 0 AND target.c2 = ft4.c1");
        // of two columns from one subquery
        change("target",
                "UPDATE target SET c2 = (SELECT c2 * 10 FROM ft2 AS src WHERE target.c1 = src.c1), c7 = (SELECT c7 FROM ft2 AS src WHERE target.c1 = src.c1) WHERE c1 BETWEEN 900 AND 1100",
                "UPDATE target SET (c2, c7) = (SELECT c2 * 10, c7 FROM ft2 AS src WHERE target.c1 = src.c1) WHERE c1 BETWEEN 900 AND 1100");
        same("target", "DELETE FROM target WHERE c1 > 1200");
        ddl("DROP FOREIGN TABLE fdw.target");
        server.execute("DROP TABLE \"S 1\".target, local.target");
    }

    /** What a trigger makes of a row is the server's matter, and so is a row that it drops; both ways to change rows see it. */
    @Test
    void testTriggersOfTheServer()
            throws SQLException
    {
        server.execute(
                """
                CREATE FUNCTION local.append() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.f2 := NEW.f2 || ' triggered !'; RETURN NEW; END $$;
                CREATE FUNCTION local.nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
                CREATE TABLE "S 1".loc (f1 int, f2 text);
                CREATE TABLE local.rem (f1 int, f2 text)""");
        ddl("CREATE FOREIGN TABLE fdw.rem (f1 int, f2 text) SERVER postgres OPTIONS (schema_name 'S 1', table_name 'loc')");
        // the second works on what the first has made
        for (String trigger : new String[] {"append_first", "append_second"}) {
            for (String table : new String[] {"\"S 1\".loc", "local.rem"}) {
                server.execute("CREATE TRIGGER %s BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION local.append()".formatted(trigger, table));
            }
            same("rem", "INSERT INTO rem VALUES (1, 'insert'), (2, '(--;')");
            same("rem", "UPDATE rem SET f2 = ''");
            same("rem", "UPDATE rem SET f2 = 'skidoo' WHERE f1 IN (SELECT c1 FROM ft4)");
            same("rem", "UPDATE rem SET f1 = 10 WHERE f1 = 1");
            same("rem", "MERGE INTO rem USING ft4 ON rem.f1 = ft4.c1 WHEN MATCHED THEN UPDATE SET f2 = ft4.c3 WHEN NOT MATCHED AND ft4.c1 < 8 THEN INSERT VALUES (ft4.c1, ft4.c3)");
            same("rem", "DELETE FROM rem");
        }
        server.execute("INSERT INTO \"S 1\".loc VALUES (1, 'test'); INSERT INTO local.rem VALUES (1, 'test')");
        for (String table : new String[] {"\"S 1\".loc", "local.rem"}) {
            server.execute("CREATE TRIGGER nothing BEFORE INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION local.nothing()".formatted(table));
        }
        // the number of rows is that which was sent where rows are sent, and that which the server tells where it does the work
        assertUpdate(foreignTables(), "INSERT INTO rem VALUES (2, 'test2')", 1);
        same("rem", "UPDATE rem SET f2 = 'test2'");
        same("rem", "DELETE FROM rem");
        assertThat(query(foreignTables(), "SELECT f1 FROM rem")).matches("VALUES 1");
        ddl("DROP FOREIGN TABLE fdw.rem");
        server.execute("DROP TABLE \"S 1\".loc, local.rem; DROP FUNCTION local.append(), local.nothing()");
    }

    /** Views check what a trigger made of the row, so what was sent may be refused though it would do, and the other way round. */
    @Test
    void testCheckOptionAfterTrigger()
            throws SQLException
    {
        server.execute("CREATE FUNCTION local.add_ten() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.a := NEW.a + 10; RETURN NEW; END $$");
        for (String schema : new String[] {"\"S 1\"", "local"}) {
            server.execute(
                    """
                    CREATE TABLE %1$s.base_tbl (a int, b int);
                    CREATE TRIGGER add_ten BEFORE INSERT OR UPDATE ON %1$s.base_tbl FOR EACH ROW EXECUTE FUNCTION local.add_ten();
                    CREATE VIEW %1$s.rw_view AS SELECT * FROM %1$s.base_tbl WHERE a < b WITH CHECK OPTION""".formatted(schema));
        }
        ddl("CREATE FOREIGN TABLE fdw.rw_view (a int, b int) SERVER postgres OPTIONS (schema_name 'S 1')");
        assertQueryFails("INSERT INTO fdw.rw_view VALUES (0, 5)", "(?s).*violates check option.*SQLSTATE 44000.*");
        same("rw_view", "INSERT INTO rw_view VALUES (0, 15)");
        // rows of a view have no id, so that only what goes to the server as a whole can change them
        assertQueryFails("UPDATE fdw.rw_view SET b = b + 5", "(?s).*is a VIEW, whose rows have no id.*");
        assertQueryFails("UPDATE fdw.rw_view SET b = 20", "(?s).*violates check option.*SQLSTATE 44000.*");
        same("rw_view", "UPDATE rw_view SET b = 30");
        ddl("DROP FOREIGN TABLE fdw.rw_view");
        server.execute("DROP TABLE \"S 1\".base_tbl, local.base_tbl CASCADE; DROP FUNCTION local.add_ten()");
    }

    @Test
    void testRowsOfChildrenByInheritance()
            throws SQLException
    {
        for (String schema : new String[] {"\"S 1\"", "local"}) {
            server.execute(
                    """
                    CREATE TABLE %1$s.foo (f1 int, f2 int);
                    CREATE TABLE %1$s.foo2 (f3 int) INHERITS (%1$s.foo);
                    CREATE TABLE %1$s.bar (f1 int, f2 int);
                    CREATE TABLE %1$s.bar2 (f3 int) INHERITS (%1$s.bar);
                    INSERT INTO %1$s.foo VALUES (1, 1), (3, 3);
                    INSERT INTO %1$s.foo2 VALUES (2, 2, 2), (4, 4, 4);
                    INSERT INTO %1$s.bar VALUES (1, 11), (2, 22), (6, 66);
                    INSERT INTO %1$s.bar2 VALUES (3, 33, 33), (4, 44, 44), (7, 77, 77)""".formatted(schema));
        }
        for (String table : new String[] {"foo", "bar"}) {
            ddl("CREATE FOREIGN TABLE fdw.%1$s (f1 int, f2 int) SERVER postgres OPTIONS (schema_name 'S 1'); CREATE FOREIGN TABLE fdw.%1$s2 (f1 int, f2 int, f3 int) SERVER postgres OPTIONS (schema_name 'S 1')".formatted(table));
        }
        comparison.assertSame("SELECT * FROM bar WHERE f1 IN (SELECT f1 FROM foo)");
        comparison.assertSame("SELECT * FROM bar WHERE f1 IN (SELECT f1 FROM foo2)");
        same("bar", "UPDATE bar SET f2 = f2 + 100 WHERE f1 IN (SELECT f1 FROM foo)");
        same("bar", "UPDATE bar SET f2 = f2 + 100 WHERE f1 IN (SELECT f1 FROM foo UNION ALL SELECT f1 + 3 FROM foo)");
        same("bar", "UPDATE bar SET f2 = f2 + 100");
        same("foo", "DELETE FROM foo WHERE f1 < 2");
        same("bar2", "UPDATE bar2 SET f3 = f3 + f2");
        same("bar", "DELETE FROM bar WHERE f2 < 400");
        comparison.assertSame("SELECT * FROM bar2");
        for (String schema : new String[] {"\"S 1\"", "local"}) {
            server.execute("INSERT INTO %1$s.foo2 SELECT i, i, i FROM generate_series(0, 2000, 2) i; INSERT INTO %1$s.foo SELECT i, i FROM generate_series(1, 2000, 2) i; ANALYZE".formatted(schema));
        }
        comparison.assertSame("SELECT foo.f1, foo2.f1 FROM foo JOIN foo2 ON (foo.f1 = foo2.f1) ORDER BY foo.f2, foo.f1 OFFSET 10 ROWS FETCH FIRST 10 ROWS ONLY");
        comparison.assertSame("SELECT foo.f1, foo2.f1 FROM foo LEFT JOIN foo2 ON (foo.f1 = foo2.f1) ORDER BY foo.f2, foo.f1 OFFSET 10 ROWS FETCH FIRST 10 ROWS ONLY");
        change("foo",
                "MERGE INTO foo USING (SELECT f1 FROM bar) s ON foo.f1 = s.f1 WHEN MATCHED THEN UPDATE SET f2 = -s.f1",
                "UPDATE foo SET f2 = -s.f1 FROM (SELECT f1 FROM bar) s WHERE foo.f1 = s.f1");
        for (String table : new String[] {"foo", "bar"}) {
            ddl("DROP FOREIGN TABLE fdw.%1$s; DROP FOREIGN TABLE fdw.%1$s2".formatted(table));
            server.execute("DROP TABLE \"S 1\".%1$s, local.%1$s CASCADE".formatted(table));
        }
    }

    /** Partitions are tables of their own on the server, one with its columns in another order, with checks and triggers of their own. */
    @Test
    void testRowsRoutedToForeignPartitions()
            throws SQLException
    {
        server.execute(
                """
                CREATE FUNCTION local.append_b() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.b := NEW.b || ' triggered !'; RETURN NEW; END $$;
                CREATE TABLE "S 1".loct1 (a int CHECK (a IN (1)), b text);
                CREATE TABLE "S 1".loct2 (b text, a int CHECK (a IN (2)));
                CREATE TABLE local.itrtest (a int, b text) PARTITION BY LIST (a);
                CREATE TABLE local.loct1 PARTITION OF local.itrtest FOR VALUES IN (1);
                CREATE TABLE local.loct2 PARTITION OF local.itrtest FOR VALUES IN (2)""");
        ddl("""
                CREATE TABLE fdw.itrtest (a int, b text) PARTITION BY LIST (a);
                CREATE FOREIGN TABLE fdw.remp1 (a int CHECK (a IN (1)), b text) SERVER postgres OPTIONS (schema_name 'S 1', table_name 'loct1');
                CREATE FOREIGN TABLE fdw.remp2 (b text, a int CHECK (a IN (2))) SERVER postgres OPTIONS (schema_name 'S 1', table_name 'loct2');
                ALTER TABLE fdw.itrtest ATTACH PARTITION fdw.remp1 FOR VALUES IN (1);
                ALTER TABLE fdw.itrtest ATTACH PARTITION fdw.remp2 FOR VALUES IN (2)""");
        same("itrtest", "INSERT INTO itrtest VALUES (1, 'foo')");
        same("itrtest", "INSERT INTO itrtest VALUES (1, 'test1'), (2, 'test2')");
        assertThat(query(foreignTables(), "SELECT b FROM remp2")).matches("VALUES VARCHAR 'test2'");
        assertQueryFails("INSERT INTO fdw.itrtest VALUES (1, 'x'), (3, 'none')", "\\Qno partition of relation \"fdw.itrtest\" found for row: its partition key (a) is (3)");
        same("itrtest", "INSERT INTO itrtest SELECT c1, c2 FROM ft3 WHERE c1 < 3");
        for (String schema : new String[] {"\"S 1\"", "local"}) {
            for (String table : new String[] {"loct1", "loct2"}) {
                server.execute("CREATE TRIGGER append_b BEFORE INSERT ON %s.%s FOR EACH ROW EXECUTE FUNCTION local.append_b()".formatted(schema, table));
            }
        }
        same("itrtest", "INSERT INTO itrtest VALUES (1, 'foo'), (2, 'qux')");
        same("itrtest", "UPDATE itrtest SET b = upper(b) WHERE a = 2");
        same("itrtest", "DELETE FROM itrtest WHERE b LIKE 'foo%'");
        // a partition by itself
        assertUpdate(foreignTables(), "INSERT INTO remp1 VALUES (1, 'bar')", 1);
        assertQueryFails("INSERT INTO fdw.remp1 VALUES (2, 'bar')", "(?s).*(loct1_a_check|violates).*");
        assertThat(query(foreignTables(), "SELECT count(*) FROM remp1 WHERE b = 'bar triggered !'")).matches("VALUES BIGINT '1'");
        ddl("DROP TABLE fdw.itrtest");
        server.execute("DROP TABLE local.itrtest; DROP TABLE \"S 1\".loct1, \"S 1\".loct2; DROP FUNCTION local.append_b()");
    }

    @Test
    void testChecksWhenManyRowsAreCopied()
            throws SQLException
    {
        server.execute("CREATE TABLE \"S 1\".loc2 (f1 int CONSTRAINT loc2_f1positive CHECK (f1 >= 0), f2 text); CREATE TABLE local.rem2 (f1 int, f2 text)");
        ddl("CREATE FOREIGN TABLE fdw.rem2 (f1 int, f2 text) SERVER postgres OPTIONS (schema_name 'S 1', table_name 'loc2')");
        same("rem2", "INSERT INTO rem2 SELECT c1, c3 FROM ft1");
        // one row of a thousand
        assertQueryFails("INSERT INTO fdw.rem2 SELECT c1 - 500 * IF(c1 = 7, 1, 0), c3 FROM fdw.ft1", "(?s).*loc2_f1positive.*SQLSTATE 23514.*");
        comparison.assertSame("SELECT * FROM rem2");
        ddl("DROP FOREIGN TABLE fdw.rem2");
        server.execute("DROP TABLE \"S 1\".loc2, local.rem2");
    }
}
