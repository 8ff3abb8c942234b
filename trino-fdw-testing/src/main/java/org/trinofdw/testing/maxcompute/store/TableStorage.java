package org.trinofdw.testing.maxcompute.store;

import org.trinofdw.testing.maxcompute.record.RowChunk;

import java.util.List;

/**
 * Keeps one table beyond the life of the process, or not. Each method is done before it returns, entirely or not at all, whenever the process ends. Nothing of
 * a dropped table or partition is kept.
 */
public interface TableStorage
{
    /** Keeps nothing. */
    TableStorage MEMORY = new TableStorage()
    {
        @Override
        public void saveDefinition(Table table) {}

        @Override
        public void rename(String name, Table table) {}

        @Override
        public void savePartition(PartitionKey key, Partition partition) {}

        @Override
        public void saveRows(PartitionKey key, Partition.Contents contents, List<RowChunk> added, boolean overwrite) {}

        @Override
        public void dropPartition(PartitionKey key) {}

        @Override
        public void drop() {}
    };

    void saveDefinition(Table table);

    void rename(String name, Table table);

    /**
     * Keeps a new partition without rows.
     */
    void savePartition(PartitionKey key, Partition partition);

    /**
     * @param contents the rows of the partition from now on
     * @param added those that are new
     * @param overwrite whether they take the place of all earlier ones
     */
    void saveRows(PartitionKey key, Partition.Contents contents, List<RowChunk> added, boolean overwrite);

    void dropPartition(PartitionKey key);

    void drop();
}
