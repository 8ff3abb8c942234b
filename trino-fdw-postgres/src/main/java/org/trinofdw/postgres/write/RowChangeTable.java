package org.trinofdw.postgres.write;

import com.google.common.collect.ImmutableList;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.TinyintType;
import org.trinofdw.postgres.copy.ColumnEncoder;
import org.trinofdw.postgres.copy.CopyTarget;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresWriteHandle;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.type.PostgresType;
import org.trinofdw.postgres.type.RowIdCodec;

import java.util.List;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * An unlogged table that takes the row changes of one writer until all writers are done: what happens to the row, which row it is, and its new values.
 * Its columns have names and base types of their own, so that neither the names nor the domains of the target are in the way.
 */
final class RowChangeTable
{
    static final String OPERATION = "operation";
    static final String CASE_NUMBER = "case_number";
    static final String ROW_TABLE = "row_table";
    static final String ROW_CTID = "row_ctid";
    static final String ROW_XMIN = "row_xmin";
    static final String PARTITION = "partition";

    private static final ColumnEncoder TINYINT_ENCODER = (block, position, output) -> {
        output.writeInt(Short.BYTES);
        output.writeShort(TinyintType.TINYINT.getByte(block, position));
    };
    private static final ColumnEncoder INTEGER_ENCODER = (block, position, output) -> {
        output.writeInt(Integer.BYTES);
        output.writeInt(IntegerType.INTEGER.getInt(block, position));
    };

    private final ColumnMappings columnMappings;
    private final List<PostgresColumnHandle> columns;
    private final RemoteTableName name;
    private final boolean partitioned;

    /**
     * @param staging names the schema and the columns
     * @param partitioned whether the changes are of several tables, which a column tells apart by their numbers
     */
    RowChangeTable(ColumnMappings columnMappings, PostgresWriteHandle staging, String writerId, boolean partitioned)
    {
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
        this.columns = staging.columns();
        this.name = new RemoteTableName(staging.target().schema(), staging.stagingPrefix().orElseThrow() + writerId);
        this.partitioned = partitioned;
    }

    RemoteTableName name()
    {
        return name;
    }

    String createStatement()
    {
        ImmutableList.Builder<String> definitions = ImmutableList.builder();
        definitions.add(OPERATION + " smallint NOT NULL", CASE_NUMBER + " integer", ROW_TABLE + " oid", ROW_CTID + " tid", ROW_XMIN + " xid");
        if (partitioned) {
            definitions.add(PARTITION + " integer NOT NULL");
        }
        columns.forEach(column -> definitions.add(valueColumn(column) + " " + mapping(column).write().orElseThrow().stagingType().orElse(column.remoteType().sqlName())));
        return definitions.build().stream().collect(joining(", ", "CREATE UNLOGGED TABLE " + name.toSql() + " (", ")"));
    }

    /** What finds the changes of one partition among those of many. */
    String indexStatement()
    {
        return "CREATE INDEX ON " + name.toSql() + " (" + PARTITION + ", " + OPERATION + ")";
    }

    String copyStatement()
    {
        return "COPY " + name.toSql() + " FROM STDIN (FORMAT binary, FREEZE)";
    }

    /** What writes the columns, in their order. */
    List<CopyTarget> copyTargets()
    {
        ImmutableList.Builder<CopyTarget> targets = ImmutableList.builder();
        targets.add(
                new CopyTarget(OPERATION, TINYINT_ENCODER),
                new CopyTarget(CASE_NUMBER, INTEGER_ENCODER),
                new CopyTarget(ROW_TABLE, RowIdCodec.TABLE_OID_ENCODER),
                new CopyTarget(ROW_CTID, RowIdCodec.CTID_ENCODER),
                new CopyTarget(ROW_XMIN, RowIdCodec.XMIN_ENCODER));
        if (partitioned) {
            targets.add(new CopyTarget(PARTITION, INTEGER_ENCODER));
        }
        columns.forEach(column -> targets.add(mapping(column).copyTarget(column.name()).orElseThrow()));
        return targets.build();
    }

    /**
     * The value that a change assigns to a column. A cast goes to the type without its length: then the assignment refuses what is too long, which an
     * explicit cast would cut.
     *
     * @param type the type of the column in the table that is changed
     */
    String value(PostgresColumnHandle column, PostgresType type, String alias)
    {
        String value = alias + "." + valueColumn(column);
        boolean direct = mapping(column).write().orElseThrow().isDirect() && type.sqlName().equals(column.remoteType().sqlName());
        return direct ? value : "CAST(" + value + " AS " + type.sqlName() + ")";
    }

    /** The rows of several tables of this kind as one. */
    static String union(List<RowChangeTable> tables)
    {
        return tables.stream()
                .map(table -> "SELECT * FROM " + table.name().toSql())
                .collect(joining(" UNION ALL ", "(", ")"));
    }

    private String valueColumn(PostgresColumnHandle column)
    {
        return "value_" + columns.indexOf(column);
    }

    private ColumnMapping mapping(PostgresColumnHandle column)
    {
        return columnMappings.declared(column.name(), column.remoteType(), column.type());
    }
}
