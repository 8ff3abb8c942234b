package org.trinofdw.testing.maxcompute;

import com.aliyun.odps.Column;
import com.aliyun.odps.Instance;
import com.aliyun.odps.LogView;
import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.OdpsType;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.Table;
import com.aliyun.odps.TableSchema;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.task.SQLTask;
import com.aliyun.odps.tunnel.InstanceTunnel;
import com.aliyun.odps.tunnel.TunnelException;
import com.aliyun.odps.tunnel.io.TunnelRecordReader;
import com.aliyun.odps.type.TypeInfoFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder.DEFAULT_PROJECT;
import static org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder.DEFAULT_SCHEMA_PROJECT;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
final class TestSql
{
    private LocalMaxCompute service;
    private Odps odps;

    @BeforeAll
    void start()
    {
        service = LocalMaxCompute.start();
        odps = OdpsClient.odps(service, DEFAULT_PROJECT);
    }

    @AfterAll
    void stop()
    {
        service.close();
    }

    @AfterEach
    void clear()
    {
        service.faults().clear();
    }

    @Test
    void testTableCreator()
            throws Exception
    {
        TableSchema schema = new TableSchema();
        schema.addColumn(Column.newBuilder("Id", TypeInfoFactory.BIGINT).notNull().withComment("the 'key'").build());
        schema.addColumn(new Column("price", TypeInfoFactory.getDecimalTypeInfo(10, 2)));
        schema.addPartitionColumn(new Column("pt", OdpsType.STRING, "day"));
        odps.tables().newTableCreator("Created", schema)
                .withComment("it's a \"table\"; with ü")
                .withLifeCycle(7L)
                .withTblProperties(Map.of("transactional", "true"))
                .create();

        Table table = odps.tables().get("created");
        assertThat(table.getComment()).isEqualTo("it's a \"table\"; with ü");
        assertThat(table.getLife()).isEqualTo(7);
        assertThat(table.getType()).isEqualTo(Table.TableType.MANAGED_TABLE);
        assertThat(table.isTransactional()).isTrue();
        assertThat(table.isPartitioned()).isTrue();
        assertThat(table.getSchema().getColumn("id").isNullable()).isFalse();
        assertThat(table.getSchema().getColumn("id").getComment()).isEqualTo("the 'key'");
        assertThat(table.getSchema().getColumn("price").getTypeInfo().getTypeName()).isEqualTo("DECIMAL(10,2)");
        assertThat(table.getSchema().getPartitionColumns().get(0).getComment()).isEqualTo("day");

        assertThatThrownBy(() -> odps.tables().newTableCreator("CREATED", schema).create()).hasMessageContaining("already exists");
        odps.tables().newTableCreator("CREATED", schema).ifNotExists().create();

        table.setLifeCycle(30);
        table.changeComment("other");
        table.addColumns(List.of(new Column("extra", TypeInfoFactory.getArrayTypeInfo(TypeInfoFactory.INT), "more")), false);
        table.addColumns(List.of(new Column("extra", TypeInfoFactory.INT)), true);
        table.changeColumnName("price", "cost");
        table.dropColumns(List.of("id"));
        table.rename("renamed");
        Table renamed = odps.tables().get("renamed");
        assertThat(renamed.getLife()).isEqualTo(30);
        assertThat(renamed.getComment()).isEqualTo("other");
        assertThat(renamed.getSchema().getColumns().stream().map(column -> column.getName() + " " + column.getTypeInfo().getTypeName()))
                .containsExactly("cost DECIMAL(10,2)", "extra ARRAY<INT>");
        assertThat(odps.tables().exists("created")).isFalse();
        odps.tables().delete("renamed");
        assertThatThrownBy(() -> odps.tables().delete("renamed")).hasMessageContaining("ODPS-0130131:[1,");
        odps.tables().delete("renamed", true);
    }

    @Test
    void testSubqueries()
            throws Exception
    {
        OdpsClient.sql(odps, "CREATE TABLE nested (a BIGINT, b STRING)");
        service.load(DEFAULT_PROJECT, Optional.empty(), "nested", Optional.empty(), List.of(List.of(1L, "x"), List.of(2L, "y")));
        assertThat(service.execute(DEFAULT_PROJECT, "SELECT b FROM (SELECT b, a FROM nested LIMIT 1) AS n")).isEqualTo("\"b\"\n\"x\"\n");
        assertThat(service.execute(DEFAULT_PROJECT, "WITH n AS (SELECT a FROM nested), m AS (SELECT * FROM n) SELECT count(*) FROM m")).contains("2");
        assertThatThrownBy(() -> service.execute(DEFAULT_PROJECT, "SELECT * FROM (SELECT a, a FROM nested) n")).hasMessageContaining("ambiguous");
        OdpsClient.sql(odps, "DROP TABLE nested");
    }

    @Test
    void testLogView()
            throws Exception
    {
        Instance instance = SQLTask.run(odps, "SELECT count(*) FROM (SELECT * FROM system_of_none) n;");
        assertThat(new LogView(odps, 1).generateLogView(instance)).contains("/logview/?h=", "&i=" + instance.getId(), "&token=");
        assertThat(new LogView(odps, 2).generateLogView(instance)).startsWith("https://console.example.com/").contains("/job-insights?h=", "&i=" + instance.getId());
    }

    @Test
    void testPartitionStatements()
            throws OdpsException
    {
        OdpsClient.sql(odps, "CREATE TABLE p (a BIGINT) PARTITIONED BY (pt STRING, h INT)");
        Table table = odps.tables().get("p");
        table.createPartition(new PartitionSpec("pt=20170601,h=1"));
        assertThatThrownBy(() -> table.createPartition(new PartitionSpec("pt=20170601,h=1"))).hasMessageContaining("Partition already exists");
        table.createPartition(new PartitionSpec("pt=20170601,h=1"), true);
        OdpsClient.sql(odps, "ALTER TABLE p ADD PARTITION (pt='a', h=2) PARTITION (pt='b', h='3')");
        assertThat(table.getPartitionSpecs()).hasSize(3);
        assertThatThrownBy(() -> table.createPartition(new PartitionSpec("pt=x,h=y"))).hasMessageContaining("value y of partition column h is not a int");
        assertThatThrownBy(() -> table.createPartition(new PartitionSpec("pt=x"))).hasMessageContaining("partition column h is missing");
        table.deletePartition(new PartitionSpec("pt=a,h=2"));
        assertThatThrownBy(() -> table.deletePartition(new PartitionSpec("pt=a,h=2"))).hasMessageContaining("partition not found");
        table.deletePartition(new PartitionSpec("pt=a,h=2"), true);
        assertThat(table.getPartitionSpecs()).hasSize(2);

        service.load(DEFAULT_PROJECT, Optional.empty(), "p", Optional.of("pt=b,h=3"), List.of(List.of(1L), List.of(2L)));
        assertThatThrownBy(table::truncate).hasMessageContaining("TRUNCATE needs its partitions");
        OdpsClient.sql(odps, "TRUNCATE TABLE p PARTITION (pt='b', h=3)");
        assertThat(service.rowCount(DEFAULT_PROJECT, Optional.empty(), "p")).isZero();
        assertThat(table.hasPartition(new PartitionSpec("pt=b,h=3"))).isTrue();
    }

    @Test
    void testErrors()
    {
        assertThatThrownBy(() -> OdpsClient.sql(odps, "CREATE TABLE t (a NONSENSE)"))
                .isInstanceOf(OdpsException.class)
                .hasMessageStartingWith("ODPS-0130161:[1,19] Parse exception - ");
        assertThatThrownBy(() -> OdpsClient.sql(odps, "CREATE TABLE t\n(a BIGINT,,)")).hasMessageContaining("ODPS-0130161:[2,11] Parse exception");
        assertThatThrownBy(() -> OdpsClient.sql(odps, "INSERT INTO t VALUES (1)")).hasMessageContaining("ODPS-0130161:[1,1] Parse exception - invalid token 'INSERT'");
        assertThatThrownBy(() -> OdpsClient.sql(odps, "SELECT * FROM missing")).hasMessageContaining("ODPS-0130131:[1,15] Table not found - table missing cannot be resolved");
        assertThatThrownBy(() -> OdpsClient.sql(odps, "CREATE TABLE d (a BIGINT, A STRING)")).hasMessageContaining("column a is duplicate");
        assertThatThrownBy(() -> OdpsClient.sql(odps, "CREATE TABLE d (a BIGINT) PARTITIONED BY (p DOUBLE)")).hasMessageContaining("partition column p must not be of type double");
        assertThatThrownBy(() -> OdpsClient.sql(odps, "CREATE TABLE a.b.c (a BIGINT)")).hasMessageContaining("odps.namespace.schema");
        assertThatThrownBy(() -> OdpsClient.sql(odps, "CREATE SCHEMA s")).hasMessageContaining("has no schema model");
    }

    @Test
    void testSelect()
            throws OdpsException
    {
        OdpsClient.sql(odps, "CREATE TABLE s (a BIGINT, b STRING) PARTITIONED BY (pt STRING)");
        service.load(DEFAULT_PROJECT, Optional.empty(), "s", Optional.of("pt=1"), List.of(Arrays.asList(1L, "x,\"y\"\nz"), Arrays.asList(null, null)));
        service.load(DEFAULT_PROJECT, Optional.empty(), "s", Optional.of("pt=2"), List.of(List.of(3L, "three")));
        assertThat(rows("SELECT * FROM s")).containsExactly(List.of("1", "x,\"y\"\nz", "1"), List.of("\\N", "\\N", "1"), List.of("3", "three", "2"));
        assertThat(rows("select B from local_project.s where pt = '2'")).containsExactly(List.of("three"));
        assertThat(rows("SELECT a, pt FROM s LIMIT 1;")).containsExactly(List.of("1", "1"));
        assertThat(rows("SELECT count(*) FROM s WHERE pt='1'")).containsExactly(List.of("2"));
        assertThatThrownBy(() -> rows("SELECT nothing FROM s")).hasMessageContaining("column nothing cannot be resolved");
        assertThatThrownBy(() -> rows("SELECT * FROM s WHERE a = 1")).hasMessageContaining("only predicates of partition columns");

        OdpsClient.sql(odps, "CREATE VIEW v (x, y) AS SELECT a, pt FROM s");
        assertThat(odps.tables().get("v").isVirtualView()).isTrue();
        assertThat(odps.tables().get("v").getViewText()).isEqualTo("SELECT a, pt FROM s");
        assertThat(rows("SELECT * FROM v")).containsExactly(List.of("1", "1"), List.of("\\N", "1"), List.of("3", "2"));
    }

    private List<List<String>> rows(String sql)
            throws OdpsException
    {
        List<Record> records = SQLTask.parseCsvRecord(OdpsClient.sql(odps, sql));
        return records.stream().map(record -> Arrays.stream(record.toArray()).map(Object::toString).toList()).toList();
    }

    @Test
    void testResultByTunnel()
            throws OdpsException, IOException
    {
        OdpsClient.sql(odps, "CREATE TABLE tunnelled (a BIGINT, d DECIMAL(10,2), l ARRAY<STRING>) PARTITIONED BY (pt INT)");
        service.load(DEFAULT_PROJECT, Optional.empty(), "tunnelled", Optional.of("pt=1"), LongStream.range(0, 12_000).mapToObj(row -> List.of(row, new BigDecimal("1.50"), List.of("x"))).toList());
        Instance instance = SQLTask.run(odps, "SELECT pt, l, a FROM tunnelled");
        instance.waitForSuccess(10);
        assertThat(SQLTask.getResult(instance)).hasSize(10_000);

        InstanceTunnel.DownloadSession session = new InstanceTunnel(odps).createDownloadSession(DEFAULT_PROJECT, instance.getId());
        assertThat(session.getRecordCount()).isEqualTo(12_000);
        assertThat(session.getSchema().getColumns().stream().map(column -> column.getName() + " " + column.getTypeInfo().getTypeName()))
                .containsExactly("pt INT", "l ARRAY<STRING>", "a BIGINT");
        try (TunnelRecordReader reader = session.openRecordReader(11_998, 2, true)) {
            Record record = reader.read();
            assertThat(record.get("pt")).isEqualTo(1);
            assertThat(record.get("l")).isEqualTo(List.of("x"));
            assertThat(record.get("a")).isEqualTo(11_998L);
            assertThat(reader.read().get("a")).isEqualTo(11_999L);
            assertThat(reader.read()).isNull();
        }
        assertThat(new InstanceTunnel(odps).createDownloadSession(DEFAULT_PROJECT, instance.getId(), true).getRecordCount()).isEqualTo(10_000);
        assertThat(SQLTask.getResultByInstanceTunnel(instance, 5L)).hasSize(5);

        Instance ddl = SQLTask.run(odps, "CREATE TABLE no_rows (a BIGINT)");
        assertThatThrownBy(() -> new InstanceTunnel(odps).createDownloadSession(DEFAULT_PROJECT, ddl.getId()))
                .isInstanceOfSatisfying(TunnelException.class, e -> assertThat(e.getErrorCode()).isEqualTo("InstanceTypeNotSupported"));
    }

    @Test
    void testTypeSystem()
            throws OdpsException
    {
        try (LocalMaxCompute old = LocalMaxCompute.builder().project("old", Map.of("odps.sql.type.system.odps2", "false")).start()) {
            Odps oldOdps = OdpsClient.odps(old, "old");
            OdpsClient.sql(oldOdps, "CREATE TABLE t (a BIGINT, b STRING, c DATETIME, d DECIMAL, e ARRAY<STRING>)");
            assertThatThrownBy(() -> OdpsClient.sql(oldOdps, "CREATE TABLE u (a ARRAY<INT>)")).hasMessageContaining("Please set odps.sql.type.system.odps2=true");
            assertThatThrownBy(() -> OdpsClient.sql(oldOdps, "ALTER TABLE t ADD COLUMNS (x DECIMAL(10,2))")).hasMessageContaining("Please set odps.sql.decimal.odps2=true");
            OdpsClient.sql(oldOdps, "CREATE TABLE u (a ARRAY<INT>)", Map.of("odps.sql.type.system.odps2", "true"));
            OdpsClient.sql(oldOdps, "SET odps.sql.decimal.odps2=true; ALTER TABLE t ADD COLUMNS (x DECIMAL(10,2))");
        }
    }

    @Test
    void testRunningInstance()
            throws OdpsException
    {
        service.faults().runningPolls(2);
        Instance instance = SQLTask.run(odps, "CREATE TABLE slow (a BIGINT)");
        assertThat(instance.getStatus()).isEqualTo(Instance.Status.RUNNING);
        assertThat(odps.tables().exists("slow")).isFalse();
        assertThat(instance.getStatus()).isEqualTo(Instance.Status.RUNNING);
        assertThat(instance.getStatus()).isEqualTo(Instance.Status.TERMINATED);
        assertThat(instance.isSuccessful()).isTrue();
        assertThat(odps.tables().exists("slow")).isTrue();
    }

    @Test
    void testCancel()
            throws OdpsException
    {
        service.faults().runningPolls(100);
        Instance instance = SQLTask.run(odps, "CREATE TABLE cancelled (a BIGINT)");
        instance.stop();
        assertThat(instance.isTerminated()).isTrue();
        assertThat(instance.getTaskStatus().get("AnonymousSQLTask").getStatus()).isEqualTo(Instance.TaskStatus.Status.CANCELLED);
        assertThat(odps.tables().exists("cancelled")).isFalse();
    }

    @Test
    void testNamesInSchemas()
            throws OdpsException
    {
        Odps schemaOdps = OdpsClient.odps(service, DEFAULT_SCHEMA_PROJECT);
        Map<String, String> hints = Map.of("odps.namespace.schema", "true");
        OdpsClient.sql(schemaOdps, "CREATE SCHEMA IF NOT EXISTS s1", hints);
        OdpsClient.sql(schemaOdps, "CREATE TABLE s1.t (a BIGINT)", hints);
        OdpsClient.sql(schemaOdps, "CREATE TABLE `local_schema_project`.`s1`.`u` (a BIGINT)", hints);
        OdpsClient.sql(schemaOdps, "SET odps.namespace.schema=true; CREATE TABLE t (a STRING);");
        assertThat(schemaOdps.tables().exists(DEFAULT_SCHEMA_PROJECT, "s1", "t")).isTrue();
        assertThat(schemaOdps.tables().exists(DEFAULT_SCHEMA_PROJECT, "s1", "u")).isTrue();
        assertThat(schemaOdps.tables().get(DEFAULT_SCHEMA_PROJECT, "default", "t").getSchema().getColumn("a").getTypeInfo()).isEqualTo(TypeInfoFactory.STRING);
        assertThatThrownBy(() -> OdpsClient.sql(schemaOdps, "CREATE TABLE none.t (a BIGINT)", hints)).hasMessageContaining("Schema not found");
        assertThatThrownBy(() -> OdpsClient.sql(schemaOdps, "DROP SCHEMA s1", hints)).hasMessageContaining("is not empty");
    }
}
