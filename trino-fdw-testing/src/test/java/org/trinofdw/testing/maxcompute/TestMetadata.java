package org.trinofdw.testing.maxcompute;

import com.aliyun.odps.Column;
import com.aliyun.odps.NoSuchObjectException;
import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.OdpsType;
import com.aliyun.odps.Partition;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.Schema;
import com.aliyun.odps.Table;
import com.aliyun.odps.TableFilter;
import com.aliyun.odps.TableSchema;
import com.google.common.collect.Lists;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder.DEFAULT_PROJECT;
import static org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder.DEFAULT_SCHEMA_PROJECT;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
final class TestMetadata
{
    private LocalMaxCompute service;
    private Odps odps;
    private Odps schemaOdps;

    @BeforeAll
    void start()
    {
        service = LocalMaxCompute.start();
        odps = OdpsClient.odps(service, DEFAULT_PROJECT);
        schemaOdps = OdpsClient.odps(service, DEFAULT_SCHEMA_PROJECT);
        for (int number = 0; number < 7; number++) {
            service.execute(DEFAULT_PROJECT, "CREATE TABLE listed_%s (a BIGINT)".formatted(number));
        }
        service.execute(DEFAULT_PROJECT, "CREATE TABLE parts (a STRING) PARTITIONED BY (pt STRING, h BIGINT)");
        for (int number = 0; number < 5; number++) {
            service.execute(DEFAULT_PROJECT, "ALTER TABLE parts ADD PARTITION (pt='d%s', h=%s)".formatted(number / 2, number));
        }
        service.execute(DEFAULT_PROJECT, "ALTER TABLE parts ADD PARTITION (pt='it is <&\"> ü', h=9)");
        service.load(DEFAULT_PROJECT, Optional.empty(), "parts", Optional.of("pt=d1,h=2"), List.of(List.of("x"), List.of("y")));
    }

    @AfterAll
    void stop()
    {
        service.close();
    }

    @BeforeEach
    void clear()
    {
        service.faults().clear();
        service.requests().reset();
    }

    @Test
    void testProject()
            throws OdpsException
    {
        assertThat(odps.projects().exists(DEFAULT_PROJECT)).isTrue();
        assertThat(odps.projects().exists("none")).isFalse();
        assertThat(odps.projects().get(DEFAULT_PROJECT).getProperty("odps.sql.timezone")).isEqualTo("Asia/Shanghai");
        assertThat(odps.projects().get(DEFAULT_PROJECT).getProperty("odps.schema.model.enabled")).isNull();
        assertThat(odps.projects().get(DEFAULT_SCHEMA_PROJECT).getProperty("odps.schema.model.enabled")).isEqualTo("true");
        assertThat(odps.projects().get(DEFAULT_PROJECT).getOwner()).isEqualTo("ALIYUN$local@trino-fdw");
        assertThat(odps.projects().get(DEFAULT_PROJECT).getTunnelEndpoint()).isEqualTo(service.tunnelEndpoint());
    }

    @Test
    void testListTablesInPages()
            throws OdpsException
    {
        odps.options().setSkipCheckIfEpv2(true);
        service.faults().pageSize(2);
        TableFilter filter = new TableFilter();
        filter.setName("LISTED_");
        assertThat(Lists.newArrayList(odps.tables().iterator(DEFAULT_PROJECT, filter)).stream().map(Table::getName))
                .containsExactly("listed_0", "listed_1", "listed_2", "listed_3", "listed_4", "listed_5", "listed_6");
        assertThat(service.requestCount("table-list")).isEqualTo(4);

        service.faults().clear();
        service.requests().reset();
        assertThat(Lists.newArrayList(odps.tables().iterator(DEFAULT_PROJECT, filter))).hasSize(7);
        assertThat(service.requestCount("table-list")).isEqualTo(1);
    }

    @Test
    void testBatchLoad()
            throws OdpsException
    {
        List<Table> tables = odps.tables().loadTables(DEFAULT_PROJECT, List.of("listed_1", "PARTS", "missing"));
        assertThat(tables.stream().map(Table::getName)).containsExactly("listed_1", "parts");
        assertThat(tables.get(1).getSchema().getPartitionColumns().stream().map(Column::getName)).containsExactly("pt", "h");
        assertThat(service.requests().counts()).isEqualTo(Map.of("table-batch", 1L));
    }

    @Test
    void testMissingTable()
    {
        assertThatThrownBy(() -> odps.tables().get("missing").reload())
                .isInstanceOf(NoSuchObjectException.class)
                .hasMessageContaining("ODPS-0130131:Table not found - table local_project.missing cannot be resolved");
        assertThatThrownBy(() -> odps.tables().get("none", "listed_1").reload())
                .isInstanceOf(NoSuchObjectException.class)
                .hasMessageContaining("Project not found - 'none'");
    }

    @Test
    void testSchemaMeansNothingInProjectWithoutSchemas()
            throws OdpsException
    {
        // the JDBC driver sends the project's name
        assertThat(odps.tables().exists(DEFAULT_PROJECT, DEFAULT_PROJECT, "listed_1")).isTrue();
    }

    @Test
    void testRequestIdInErrors()
    {
        assertThatThrownBy(() -> odps.tables().get("missing").reload())
                .isInstanceOfSatisfying(OdpsException.class, e -> {
                    assertThat(e.getRequestId()).matches("[0-9A-F]{32}");
                    assertThat(e.getErrorCode()).isEqualTo("ODPS-0130131");
                    assertThat(e.getStatus()).isEqualTo(404);
                });
    }

    @Test
    void testUnknownType()
    {
        service.execute(DEFAULT_PROJECT, "CREATE TABLE future (a BIGINT, g GEOGRAPHY)");
        service.addColumnOfUnknownType(DEFAULT_PROJECT, Optional.empty(), "future", "u", "quaternion(4)");
        // the SDK refuses the whole table for one column
        assertThatThrownBy(() -> odps.tables().get("future").reload()).hasMessageContaining("QUATERNION");
    }

    @Test
    void testPartitions()
            throws OdpsException
    {
        Table table = odps.tables().get("parts");
        service.faults().pageSize(2);
        assertThat(table.getPartitions().stream().map(partition -> partition.getPartitionSpec().get("pt") + "/" + partition.getPartitionSpec().get("h")))
                .containsExactly("d0/0", "d0/1", "d1/2", "d1/3", "d2/4", "it is <&\"> ü/9");
        assertThat(service.requestCount("partition-list")).isEqualTo(3);
        assertThat(specs(table.getPartitionIterator(new PartitionSpec("pt=d1"))).toString()).isEqualTo("[pt='d1',h='2', pt='d1',h='3']");
        assertThat(specs(table.getPartitionIterator(new PartitionSpec("pt=d1"), true, 1L, null)).toString()).isEqualTo("[pt='d1',h='3', pt='d1',h='2']");
        assertThat(table.getPartitionSpecs()).hasSize(6);

        Partition partition = table.getPartition(new PartitionSpec("pt=d1,h=2"));
        assertThat(partition.getRecordNum()).isEqualTo(2);
        assertThat(partition.getSize()).isPositive();
        assertThat(partition.getLifeCycle()).isEqualTo(-1);
        assertThat(table.hasPartition(new PartitionSpec("pt=d1,h=3"))).isTrue();
        assertThat(table.hasPartition(new PartitionSpec("pt=d1,h=4"))).isFalse();
        assertThatThrownBy(() -> table.getPartitionIterator(new PartitionSpec("other=1")).hasNext())
                .hasMessageContaining("The specified partition name is not valid");
        assertThat(table.getRecordNum()).isEqualTo(2);
    }

    private static List<String> specs(Iterator<Partition> partitions)
    {
        return Lists.newArrayList(partitions).stream().map(partition -> partition.getPartitionSpec().toString()).toList();
    }

    @Test
    void testSchemas()
            throws OdpsException
    {
        schemaOdps.schemas().create(DEFAULT_SCHEMA_PROJECT, "Sales", "of all", false);
        schemaOdps.schemas().create(DEFAULT_SCHEMA_PROJECT, "sales", null, true);
        assertThatThrownBy(() -> schemaOdps.schemas().create("sales")).hasMessageContaining("already exists");
        OdpsClient.sql(schemaOdps, "CREATE SCHEMA stock", Map.of("odps.namespace.schema", "true"));

        service.faults().pageSize(2);
        assertThat(Lists.newArrayList(schemaOdps.schemas().iterator()).stream().map(Schema::getName)).containsExactly("default", "sales", "stock");
        assertThat(service.requestCount("schema-list")).isEqualTo(2);
        assertThat(schemaOdps.schemas().get("sales").getComment()).isEqualTo("of all");
        assertThat(schemaOdps.schemas().exists("none")).isFalse();

        schemaOdps.setCurrentSchema("sales");
        TableSchema columns = new TableSchema();
        columns.addColumn(new Column("id", OdpsType.BIGINT));
        schemaOdps.tables().newTableCreator("orders", columns).create();
        assertThat(schemaOdps.tables().exists(DEFAULT_SCHEMA_PROJECT, "sales", "orders")).isTrue();
        assertThat(schemaOdps.tables().exists(DEFAULT_SCHEMA_PROJECT, "default", "orders")).isFalse();
        assertThat(schemaOdps.tables().loadTables(DEFAULT_SCHEMA_PROJECT, "sales", List.of("orders"))).hasSize(1);
        assertThatThrownBy(() -> schemaOdps.schemas().delete("sales")).hasMessageContaining("is not empty");
        schemaOdps.tables().delete("orders");
        schemaOdps.schemas().delete("sales");
        assertThat(schemaOdps.schemas().exists("sales")).isFalse();
        schemaOdps.setCurrentSchema(null);

        assertThatThrownBy(() -> odps.schemas().iterator().hasNext()).hasMessageContaining("Schema model is not enabled");
    }
}
