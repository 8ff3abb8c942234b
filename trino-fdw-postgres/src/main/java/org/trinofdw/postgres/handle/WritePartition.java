package org.trinofdw.postgres.handle;

import io.trino.spi.connector.SchemaTableName;

import java.util.Optional;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * A partition that rows may go to.
 *
 * @param matched whether its server has a table for it
 * @param staging number of the staging table of its server; empty if no row can go there
 * @param refusal why no row can go there
 */
public record WritePartition(SchemaTableName name, boolean matched, Optional<Integer> staging, Optional<String> refusal)
{
    public WritePartition
    {
        requireNonNull(name, "name is null");
        requireNonNull(staging, "staging is null");
        requireNonNull(refusal, "refusal is null");
        checkArgument(staging.isPresent() != refusal.isPresent(), "a partition takes rows, or there is a reason");
    }
}
