package org.trinofdw.maxcompute.client;

import com.aliyun.odps.rest.ResourceBuilder;
import org.trinofdw.maxcompute.handle.TableName;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * What the rows of a download session are: those of a table, or the result of a query. {@code toString} names it in messages.
 */
public sealed interface DownloadSource
{
    String resource();

    /** The partition, as requests name it. */
    Optional<String> partition();

    /**
     * The rows of a table, or of one of its partitions.
     *
     * @param partition the partition, as requests name it
     */
    record TableRows(TableName table, Optional<String> partition)
            implements DownloadSource
    {
        public TableRows
        {
            requireNonNull(table, "table is null");
            requireNonNull(partition, "partition is null");
        }

        @Override
        public String resource()
        {
            return table.schema()
                    .map(schema -> ResourceBuilder.buildTableResource(table.project(), schema, table.table()))
                    .orElseGet(() -> ResourceBuilder.buildTableResource(table.project(), table.table()));
        }

        @Override
        public String toString()
        {
            return "table %s%s".formatted(table, partition.map(" partition "::concat).orElse(""));
        }
    }

    /**
     * The result of a query that ran as an instance.
     */
    record QueryRows(String project, String instance)
            implements DownloadSource
    {
        public QueryRows
        {
            requireNonNull(project, "project is null");
            requireNonNull(instance, "instance is null");
        }

        @Override
        public String resource()
        {
            return ResourceBuilder.buildInstanceResource(project, instance);
        }

        @Override
        public Optional<String> partition()
        {
            return Optional.empty();
        }

        @Override
        public String toString()
        {
            return "instance %s of project %s".formatted(instance, project);
        }
    }
}
