package org.trinofdw.wrapper;

import java.util.OptionalLong;

import static java.util.Objects.requireNonNull;

/**
 * What is known of the size of a relation without reading it.
 *
 * @param bytes of the remote object, in its own form
 */
public record RelationSize(OptionalLong rows, OptionalLong bytes)
{
    public static final RelationSize UNKNOWN = new RelationSize(OptionalLong.empty(), OptionalLong.empty());

    public RelationSize
    {
        requireNonNull(rows, "rows is null");
        requireNonNull(bytes, "bytes is null");
    }
}
