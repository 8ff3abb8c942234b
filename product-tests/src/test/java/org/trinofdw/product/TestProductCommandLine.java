package org.trinofdw.product;

import org.junit.jupiter.api.Test;
import org.trinofdw.product.cluster.ServerHome;
import org.trinofdw.product.demo.DemoEnvironment;
import org.trinofdw.product.demo.Scripts;

import java.io.IOException;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged plugins through Trino's command line client.
 */
final class TestProductCommandLine
{
    private final DemoEnvironment environment = ProductEnvironment.get();

    @Test
    void testWriteAndRead()
            throws IOException, InterruptedException
    {
        assertThat(query("CREATE TABLE postgres.public.command_line AS SELECT o_orderkey, o_totalprice FROM tpch.tiny.orders"))
                .containsExactly("CREATE TABLE: 15000 rows");
        assertThat(query("SELECT count(*), max(o_orderkey) FROM postgres.public.command_line"))
                .containsExactly("\"15000\",\"60000\"");
        assertThat(query("DROP TABLE postgres.public.command_line"))
                .containsExactly("DROP TABLE");
    }

    @Test
    void testJoin()
            throws IOException, InterruptedException
    {
        environment.postgres().execute("CREATE TABLE regions (key bigint, name text); INSERT INTO regions VALUES (0, 'here'), (1, 'there')");

        assertThat(query("SELECT name, count(*) FROM postgres.public.regions JOIN tpch.tiny.nation ON n_regionkey = key GROUP BY 1 ORDER BY 1"))
                .containsExactly("\"here\",\"5\"", "\"there\",\"5\"");
    }

    @Test
    void testWarns()
            throws IOException, InterruptedException
    {
        environment.postgres().execute("CREATE TABLE sparse_0 (k integer); INSERT INTO sparse_0 VALUES (0)");
        StringBuilder script = new StringBuilder("CREATE TABLE public.sparse (k integer) PARTITION BY LIST (k);");
        for (int key = 0; key <= 10; key++) {
            script.append("CREATE FOREIGN TABLE public.sparse_%1$s PARTITION OF public.sparse FOR VALUES IN (%1$s) SERVER postgres OPTIONS (schema_name 'public');".formatted(key));
        }
        query(Scripts.executeDdl("postgres", script.toString()));

        List<String> output = query("SELECT count(*) FROM postgres.public.sparse");
        assertThat(output).contains("\"1\"");
        assertThat(output).filteredOn(line -> line.startsWith("WARNING:")).singleElement().asString()
                .contains("foreign table public.sparse declares 10 partitions that the remote side does not have: public.sparse_1, public.sparse_10, public.sparse_2");
    }

    private List<String> query(String sql)
            throws IOException, InterruptedException
    {
        Process process = new ProcessBuilder(
                ServerHome.java().toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.jline.terminal.dumb=true",
                "-jar",
                ServerHome.locate().commandLineClient().toString(),
                "--server",
                environment.cluster().url(),
                "--execute",
                sql)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).describedAs(output).isZero();
        return output.lines().toList();
    }
}
