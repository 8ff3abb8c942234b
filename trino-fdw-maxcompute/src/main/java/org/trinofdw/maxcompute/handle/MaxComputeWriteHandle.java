package org.trinofdw.maxcompute.handle;

import com.google.common.collect.ImmutableList;
import io.airlift.units.DataSize;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.handle.FdwWritableTableHandle;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * The target of an INSERT or a CREATE TABLE AS.
 *
 * @param remote the table that is written to
 * @param renameTo the name that a new table gets when all its rows are there
 * @param columns the columns of the rows, in their order
 * @param partitionKeys names of the partition columns in MaxCompute, in the order of the hierarchy; rows choose their partition
 * @param session the one upload session of a table without partitions, or of a fixed partition; otherwise each writer makes one for each partition
 * @param overwrite whether the rows replace those of what they are written to
 * @param writerNodes identifiers of the nodes that may write; they share the numbers of a session's blocks
 */
public record MaxComputeWriteHandle(
        SchemaTableName name,
        String server,
        TableName remote,
        Optional<String> renameTo,
        List<MaxComputeColumnHandle> columns,
        List<String> partitionKeys,
        Optional<UploadTarget> session,
        boolean overwrite,
        DataSize blockSize,
        List<String> writerNodes)
        implements FdwWritableTableHandle
{
    public MaxComputeWriteHandle
    {
        requireNonNull(name, "name is null");
        requireNonNull(server, "server is null");
        requireNonNull(remote, "remote is null");
        requireNonNull(renameTo, "renameTo is null");
        columns = ImmutableList.copyOf(columns);
        partitionKeys = ImmutableList.copyOf(partitionKeys);
        requireNonNull(session, "session is null");
        requireNonNull(blockSize, "blockSize is null");
        writerNodes = ImmutableList.copyOf(writerNodes);
    }

    @Override
    public String toString()
    {
        return "%s%s".formatted(remote, overwrite ? " overwrite" : "");
    }

    /**
     * An upload session.
     *
     * @param partition the partition, as requests name it
     */
    public record UploadTarget(String sessionId, Optional<String> partition, List<TargetColumn> columns)
    {
        public UploadTarget
        {
            requireNonNull(sessionId, "sessionId is null");
            requireNonNull(partition, "partition is null");
            columns = ImmutableList.copyOf(columns);
        }
    }

    /**
     * A data column of the target, in the order of the table.
     *
     * @param type text of the type in MaxCompute
     */
    public record TargetColumn(String name, String type)
    {
        public TargetColumn
        {
            requireNonNull(name, "name is null");
            requireNonNull(type, "type is null");
        }
    }
}
