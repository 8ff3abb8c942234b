package org.trinofdw.postgres.handle;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What stands behind FROM in a {@link RemoteQuery}. Expressions above it name its columns without qualification, so its column names are unique.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "@type")
@JsonSubTypes({
        @JsonSubTypes.Type(value = TableSource.class, name = "table"),
        @JsonSubTypes.Type(value = PartitionedSource.class, name = "partitioned"),
        @JsonSubTypes.Type(value = OnlyPartitionSource.class, name = "partition"),
        @JsonSubTypes.Type(value = AggregateSource.class, name = "aggregate"),
        @JsonSubTypes.Type(value = JoinSource.class, name = "join"),
        @JsonSubTypes.Type(value = QuerySource.class, name = "query"),
})
public sealed interface RemoteSource
        permits TableSource, PartitionedSource, PartitionSource, OnlyPartitionSource, AggregateSource, JoinSource, QuerySource
{
    /** The text behind FROM. */
    String toSql();

    /** The relations that are read, for messages. */
    String subject();

    /** Number of sources on the longest way down to a table, the table included; names of computed columns begin with it, so that they are unique. */
    int depth();
}
