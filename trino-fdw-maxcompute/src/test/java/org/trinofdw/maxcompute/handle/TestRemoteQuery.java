package org.trinofdw.maxcompute.handle;

import com.google.common.collect.ImmutableMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestRemoteQuery
{
    @Test
    void testStatements()
    {
        assertThat(SqlStatement.parse("SET a.b = 1; set c='x';;SELECT ';' AS `a;b` /* ; */ -- ;\n FROM t; DROP TABLE t"))
                .containsExactly(
                        new SqlStatement(ImmutableMap.of("a.b", "1", "c", "'x'"), "SELECT ';' AS `a;b` /* ; */ -- ;\n FROM t"),
                        new SqlStatement(ImmutableMap.of("a.b", "1", "c", "'x'"), "DROP TABLE t"));
        assertThat(SqlStatement.parse("SELECT 'it\\'s; one'")).hasSize(1);
        assertThat(SqlStatement.parse("SELECT 'open; end")).hasSize(1);
        assertThat(SqlStatement.parse(" ; -- nothing\n ;")).isEmpty();
    }

    @Test
    void testLimitGoesAroundTheQuery()
    {
        assertThat(RemoteQuery.parse("SELECT a FROM t -- all").limited(0).text()).isEqualTo("SELECT * FROM (SELECT a FROM t -- all\n) fdw_query LIMIT 0;");
        assertThat(RemoteQuery.parse("with x as (select 1 as select_a), y as (select 2) select * from x").limited(7).text())
                .isEqualTo("with x as (select 1 as select_a), y as (select 2) SELECT * FROM (select * from x\n) fdw_query LIMIT 7;");
        assertThat(RemoteQuery.parse("(SELECT 1) UNION ALL SELECT 2;").limited(1).text()).isEqualTo("SELECT * FROM ((SELECT 1) UNION ALL SELECT 2\n) fdw_query LIMIT 1;");
    }

    @Test
    void testOneStatement()
    {
        assertThatThrownBy(() -> RemoteQuery.parse("SELECT * FROM (SELECT 1; DROP TABLE t")).hasMessage("The query is 2 statements instead of one");
        assertThatThrownBy(() -> RemoteQuery.parse("SELECT 1) x; DROP TABLE t; SELECT * FROM (SELECT 1")).hasMessage("The query is 3 statements instead of one");
    }
}
