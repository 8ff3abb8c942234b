package org.trinofdw.example;

import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trinofdw.document.CodeBlock;

import javax.management.JMException;
import javax.management.ObjectName;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What is of files and CSV alone.
 */
final class TestFileWrapper
        extends AbstractTestQueryFramework
{
    @TempDir
    private static Path directory;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        return FileQueryRunner.create(directory);
    }

    private void execute(String ddl)
    {
        assertUpdate("CALL system.execute_ddl('%s')".formatted(ddl.replace("'", "''")));
    }

    @Test
    void testGuide()
            throws IOException
    {
        Path folder = Files.createDirectories(directory.resolve("guide/orders")).getParent();
        Files.writeString(folder.resolve("orders/2025-11.csv"), "day,id,total,customer\n2025-11-30,1,10.50,Anna\n");
        Files.writeString(folder.resolve("orders/2025-12.csv"), "id,customer,total,day\n2,Bo,20,2025-12-01\n");
        Files.writeString(folder.resolve("orders/2026-01.csv"), "id,customer,total,day\n3,,30,2026-01-01\n");
        List<CodeBlock> ddl = CodeBlock.of(Path.of("../docs/writing-a-wrapper.md")).stream().filter(block -> block.kind().equals("sql")).toList();
        assertThat(ddl).hasSize(1);
        execute(ddl.getFirst().text().replace("${FOLDER}", folder.toString()));
        assertThat(query("SELECT id, customer, total, day FROM orders")).matches("""
                VALUES
                    (BIGINT '1', VARCHAR 'Anna', CAST(10.50 AS decimal(12, 2)), DATE '2025-11-30'),
                    (2, 'Bo', CAST(20 AS decimal(12, 2)), DATE '2025-12-01'),
                    (3, null, CAST(30 AS decimal(12, 2)), DATE '2026-01-01')
                """);
        assertThat((String) computeScalar("EXPLAIN SELECT * FROM orders WHERE day >= DATE '2026-02-01'")).contains("partitions 1 of 2");
    }

    @Test
    void testCsv()
            throws IOException
    {
        Files.writeString(directory.resolve("quoted.csv"), "1;'it''s;\n two lines';'NONE'\n2;NONE;\n3;'';x\n");
        execute("CREATE FOREIGN TABLE quoted (a int, b text, c text) SERVER files OPTIONS (filename 'quoted.csv', header 'false', delimiter ';', quote '''', \"null\" 'NONE', mpp_execute 'all segments', num_segments '3')");
        assertThat(query("SELECT * FROM quoted")).matches("VALUES (1, VARCHAR 'it''s;\n two lines', VARCHAR 'NONE'), (2, null, ''), (3, '', 'x')");
    }

    @Test
    void testTypes()
            throws IOException
    {
        Files.writeString(directory.resolve("types.csv"), """
                true,-128,32767,-1,9223372036854775807,1.5,-2.5e10,12.345,2024-02-29,2024-02-29 12:34:56.789,2024-02-29 12:34:56+02,7f0d3c4e-8a7b-4f6d-9f1e-2b3c4d5e6f70,abc,x
                f,0,0,0,0,NaN,Infinity,0,0001-01-01,1969-12-31 23:59:59,1970-01-01 00:00:00Z,00000000-0000-0000-0000-000000000000,"",""
                """);
        execute("""
                CREATE FOREIGN TABLE types (a boolean, b "tinyint", c smallint, d int, e bigint, f real, g double precision, h numeric(10, 2), i date, j timestamp(3), k timestamptz, l uuid, m varchar(3), n char(2))
                SERVER files OPTIONS (header 'false')
                """);
        assertThat(query("SELECT * FROM types")).matches("""
                VALUES
                    (true, TINYINT '-128', SMALLINT '32767', -1, BIGINT '9223372036854775807', REAL '1.5', -2.5e10, CAST(12.35 AS decimal(10, 2)), DATE '2024-02-29', TIMESTAMP '2024-02-29 12:34:56.789', TIMESTAMP '2024-02-29 10:34:56.000000 UTC', UUID '7f0d3c4e-8a7b-4f6d-9f1e-2b3c4d5e6f70', CAST('abc' AS varchar(3)), CAST('x' AS char(2))),
                    (false, TINYINT '0', SMALLINT '0', 0, BIGINT '0', CAST(nan() AS real), infinity(), CAST(0 AS decimal(10, 2)), DATE '0001-01-01', TIMESTAMP '1969-12-31 23:59:59.000', TIMESTAMP '1970-01-01 00:00:00.000000 UTC', UUID '00000000-0000-0000-0000-000000000000', CAST('' AS varchar(3)), CAST('' AS char(2)))
                """);
    }

    @Test
    void testWhatIsNoValue()
            throws IOException
    {
        for (String[] bad : List.of(
                new String[] {"bigint", "1.5"}, new String[] {"smallint", "40000"}, new String[] {"double precision", "1d"}, new String[] {"date", "2023-02-29"},
                new String[] {"numeric(3, 1)", "100"}, new String[] {"varchar(2)", "abc"}, new String[] {"uuid", "1-1-1-1-1"}, new String[] {"boolean", "maybe"})) {
            Files.writeString(directory.resolve("bad.csv"), "v\n" + bad[1] + "\n");
            execute("CREATE FOREIGN TABLE bad (v %s) SERVER files".formatted(bad[0]));
            assertQueryFails("SELECT v FROM bad", ".*bad.csv, line 2: '%s' is not a value of column \"v\" of type .*".formatted(bad[1]));
            execute("DROP FOREIGN TABLE bad");
        }
    }

    @Test
    void testWhatIsNoCsv()
            throws IOException
    {
        execute("CREATE FOREIGN TABLE broken (a bigint, b text) SERVER files");
        Files.writeString(directory.resolve("broken.csv"), "a,b\n1,x\n2\n");
        assertQueryFails("SELECT * FROM broken", "foreign table public.broken, file .*broken.csv: line 3 has 1 fields and should have 2");
        Files.writeString(directory.resolve("broken.csv"), "a,b\n1,\"x\n");
        assertQueryFails("SELECT * FROM broken", "(?s)foreign table public.broken, file .*broken.csv: line . is not CSV in UTF-8: .*");
        Files.write(directory.resolve("broken.csv"), new byte[] {'a', ',', 'b', '\n', '1', ',', (byte) 0xFF, '\n'});
        assertQueryFails("SELECT * FROM broken", "foreign table public.broken, file .*broken.csv: .*");
    }

    @Test
    void testFilesStayInTheFolder()
    {
        execute("CREATE FOREIGN TABLE outside (line text) SERVER files OPTIONS (filename '../../../../../../etc/passwd')");
        assertQueryFails("SELECT * FROM outside", ".*must be a file below the folder that option \"directory\" of server \"files\" names");
    }

    @Test
    void testNoWrites()
            throws IOException
    {
        Files.writeString(directory.resolve("fixed.csv"), "a\n1\n");
        execute("CREATE FOREIGN TABLE fixed (a bigint) SERVER files");
        assertQueryFails("INSERT INTO fixed VALUES 2", ".*file_fdw does not insert into file .*fixed.csv");
        assertQueryFails("CREATE TABLE remote (a bigint)", "This connector does not support creating tables");
        assertThatThrownBy(() -> computeActual("DELETE FROM fixed")).isNotNull();
        assertThat(query("SELECT a FROM fixed")).matches("VALUES BIGINT '1'");
    }

    @Test
    void testStatisticsInJmx()
            throws JMException
    {
        ObjectName name = new ObjectName("trino.fdw.connector:name=files,type=ScanStatistics");
        assertThat((Long) ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Rows")).isNotNegative();
    }

    @Test
    void testLength()
            throws IOException
    {
        // as the guide promises
        long lines = 0;
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/org/trinofdw/example"))) {
            for (Path source : sources.toList()) {
                lines += Files.readAllLines(source).size();
            }
        }
        assertThat(lines).isLessThan(400);
    }
}
