package org.trinofdw.maxcompute.record;

import com.google.common.collect.ImmutableList;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;

import java.util.List;

/**
 * The blocks that records are appended to. Outlives a stream, so that a reader which resumes after a broken connection continues the page it was at.
 */
public final class RecordBatch
{
    private static final int INITIAL_ROWS = 1024;

    private final List<ColumnDecoder> columns;
    private final BlockBuilder[] builders;
    private int rows;

    public RecordBatch(List<ColumnDecoder> columns)
    {
        this.columns = ImmutableList.copyOf(columns);
        builders = new BlockBuilder[columns.size()];
        for (int column = 0; column < builders.length; column++) {
            builders[column] = columns.get(column).type().createBlockBuilder(null, INITIAL_ROWS);
        }
    }

    List<ColumnDecoder> columns()
    {
        return columns;
    }

    BlockBuilder[] builders()
    {
        return builders;
    }

    public int rows()
    {
        return rows;
    }

    void recordCompleted()
    {
        rows++;
    }

    /**
     * Removes what an incomplete record left.
     */
    void removeIncompleteRecord()
    {
        for (BlockBuilder builder : builders) {
            builder.resetTo(rows);
        }
    }

    /**
     * Size of the values so far, in bytes.
     */
    public long sizeInBytes()
    {
        long size = 0;
        for (BlockBuilder builder : builders) {
            size += builder.getSizeInBytes();
        }
        return size;
    }

    public long retainedBytes()
    {
        long size = 0;
        for (BlockBuilder builder : builders) {
            size += builder.getRetainedSizeInBytes();
        }
        return size;
    }

    /**
     * Takes the complete records as blocks, one per column, and starts anew.
     */
    public Block[] take()
    {
        Block[] blocks = new Block[builders.length];
        for (int column = 0; column < builders.length; column++) {
            blocks[column] = builders[column].build();
            builders[column] = builders[column].newBlockBuilderLike(null);
        }
        rows = 0;
        return blocks;
    }
}
